import re
from decimal import Decimal
from uuid import UUID

import pytest
from django.template import Context, Template
from django.utils.safestring import SafeString
from django.utils.translation import override

from catalogue.domain.fingerprint import fingerprint
from catalogue.templatetags import catalogue_tags as tags
from catalogue.text.translation import LocalText
from tests.makers import make_course, make_programme, make_whole_programme

D = Decimal


def render(template, **context):
    return Template("{% load catalogue_tags %}" + template).render(Context(context))


def test_a_text_in_another_language_is_marked():
    assert (
        render("{% foreign text %}", text=LocalText("Ethics", "en"))
        == '<span lang="en">Ethics</span>'
    )
    assert render("<p{{ text|lang_attribute }}>", text=LocalText("Ethics", "en")) == '<p lang="en">'


def test_a_text_in_the_readers_language_is_not_marked():
    assert render("{% foreign text %}", text=LocalText("Etik")) == "Etik"
    assert render("{% foreign text %}", text="Etik") == "Etik"
    assert render("<p{{ text|lang_attribute }}>", text=LocalText("Etik")) == "<p>"


@pytest.mark.parametrize("lang", ["", "en"])
def test_what_staff_wrote_is_escaped(lang):
    html = render("{% foreign text %}", text=LocalText("<script>", lang))

    assert "<script>" not in html
    assert "&lt;script&gt;" in html


def test_a_band_draws_the_lines_of_a_course():
    identity = UUID(int=1)

    html = tags.band(identity, ects=D("7.5"))

    assert html.startswith('<svg class="band" height="64.8" viewBox="0 0 100 100"')
    assert html.count("h-") == len(fingerprint(identity))
    assert 'aria-hidden="true"' in html
    assert isinstance(html, SafeString)


def test_a_band_lying_down_has_its_share_of_the_width():
    assert ' width="50%"' in tags.band(UUID(int=1), share="50")


def test_a_band_without_a_course_is_plain():
    assert '<path d="M0 0H100V100H0z"/>' in tags.band()


def test_a_band_whose_lines_are_all_clear_still_has_both_paths():
    identity = next(
        UUID(int=n)
        for n in range(1000)
        if not any(line.is_faint for line in fingerprint(UUID(int=n)))
    )

    assert '<path class="band__faint" d="M0 0"/>' in tags.band(identity)


@pytest.mark.parametrize(
    ("ects", "path"),
    [
        pytest.param(D("7.5"), "M0 0V1M0 0H7.5M2.5 0V.5M5 0V.5", id="7.5 ECTS"),
        pytest.param(D("2.5"), "M0 0V1M0 0H2.5", id="2.5 ECTS"),
        pytest.param(D(1), "M0 0V1M0 0H1", id="less than a step"),
    ],
)
def test_the_ruler_has_a_tick_every_two_and_a_half_ects(ects, path):
    assert f'd="{path}"' in tags.ticks(ects)


def test_a_length_is_a_thousand_units_to_one_ects():
    assert '<svg width="7500" height="1"' in tags.length(D("7.5"))


@pytest.mark.django_db
def test_the_line_below_the_header_shows_the_bands_to_scale():
    programme, _courses = make_whole_programme()

    found = re.findall(
        r'<rect class="(\w+)" x="([\d.]+)" width="([\d.]+)"', tags.programme_line(programme)
    )

    assert found == [("mandatory", "0", "7.46"), ("mandatory", "7.5", "7.46")]


@pytest.mark.django_db
def test_the_mark_has_a_bar_for_each_band_in_the_column_of_its_kind():
    programme = make_programme()
    make_course(programme)
    make_course(programme, kind="thesis")

    assert re.findall(r'class="(\w+)" d="M(\d+) (\d+)', tags.programme_mark(programme)) == [
        ("mandatory", "0", "0"),
        ("thesis", "20", "14"),
    ]


def test_without_one_programme_line_and_mark_are_plain():
    for nothing in (None, ""):
        assert '<rect class="plain" width="100%"' in tags.programme_line(nothing)
    assert re.findall(r'class="(\w+)"', tags.programme_mark(None)) == [
        "mandatory",
        "elective",
        "thesis",
    ]


def test_formats_are_at_hand_in_templates():
    with override("en"):
        assert render("{{ size|ects }}", size=D("7.5")) == "7.5\N{NO-BREAK SPACE}ECTS"
        assert render("{{ text|markdown }}", text="*a*") == "<p><em>a</em></p>\n"
        assert render("{{ text|plain }}", text="<*a*>") == "&lt;a&gt;"
