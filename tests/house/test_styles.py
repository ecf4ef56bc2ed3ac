"""The style sheets: how they are laid out, and what holds between them and the templates."""

import re

from tests.house.sources import ROOT, STYLES, TEMPLATES, lines, modules, name_of

LONGEST_LINE = 120
SITE, ADMIN = ROOT / "static/css/site.css", ROOT / "static/css/admin.css"
# What the admin's theme has of its own: what a button turns to, a chosen row, a message's ground.
ADMINS_OWN = {
    "--body-loud-color",
    "--button-hover-bg",
    "--default-button-hover-bg",
    "--delete-button-hover-bg",
    "--message-error-bg",
    "--message-success-bg",
    "--message-warning-bg",
    "--secondary",
    "--selected-row",
}


def test_a_line_of_a_style_sheet_holds_one_declaration_and_at_most_120_characters():
    for path in STYLES:
        for number, line in enumerate(lines(path), start=1):
            assert len(line) <= LONGEST_LINE, f"{name_of(path)}:{number}"
        for line in _without_comments(path).splitlines():
            assert not re.search(r"[;{}]\s*[^\s;{}]", line), f"{name_of(path)}: {line}"


def test_every_class_that_the_site_has_a_rule_for_is_given_somewhere():
    sources = [path.read_text(encoding="utf-8") for path in [*TEMPLATES, *modules()]]
    words = set(re.findall(r"[\w-]+", "\n".join(sources)))

    assert _classes(SITE)
    assert _classes(SITE) - words == set()


def test_a_sheet_for_one_kind_of_staff_page_is_linked_by_a_template():
    linked = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)

    for path in STYLES:
        assert f"{{% static '{path.relative_to(ROOT / 'static')}' %}}" in linked, name_of(path)


def test_the_admin_wears_the_colours_of_the_site():
    site, admin = _colours(SITE), _colours(ADMIN)

    differing = {name for name, pair in admin.items() if pair not in site.values()}

    assert admin["--body-bg"] == site["--paper"]
    assert differing == ADMINS_OWN


def _without_comments(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def _classes(path):
    selectors = re.findall(r"([^{};]+){", _without_comments(path))
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", "\n".join(selectors)))


def _colours(path):
    """The colours by the name of their property: a pair each, by day and by night."""
    pairs = re.findall(r"(--[\w-]+): light-dark\((.*?)\);", path.read_text(encoding="utf-8"))
    return {name: pair.lower() for name, pair in pairs}
