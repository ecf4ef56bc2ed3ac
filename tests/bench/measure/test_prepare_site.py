import pytest

from bench.__main__ import PAGE, PAGES, WORK, with_last
from bench.measure.prepare_site import ADMIN_PAGE, guest, pages_of_the_site, queries_of, signed_in


@pytest.mark.django_db
def test_every_page_that_is_measured_is_shown_and_its_queries_are_counted(example_catalogue):
    staff, pages = signed_in(), pages_of_the_site()

    counts = {
        name: queries_of(staff if name == ADMIN_PAGE else guest(), path)
        for name, path in pages.items()
    }

    assert len(pages) == 9
    assert [name for name, (first, again) in counts.items() if not first or again is None] == []
    assert queries_of(guest(), pages[ADMIN_PAGE]) == [None, None]


@pytest.mark.parametrize("name", [PAGES, WORK])
def test_the_page_about_performance_has_a_place_for_the_last_tables(name):
    words = PAGE.read_text(encoding="utf-8")

    changed = with_last(words, name, "new")

    assert f"<!-- {name} -->\n\nnew\n\n<!-- their end -->" in changed
    assert changed.count("<!--") == words.count("<!--") == 4
