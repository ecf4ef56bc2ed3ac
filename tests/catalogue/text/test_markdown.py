import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.text.markdown import plain, rendered


@pytest.mark.parametrize(
    ("text", "html"),
    [
        pytest.param("Et *ord*", "<p>Et <em>ord</em></p>\n", id="a paragraph"),
        pytest.param(
            "# En\n## To",
            "<h3>En</h3>\n<h4>To</h4>\n",
            id="headings are moved below the page's own",
        ),
        pytest.param("###### Seks", "<h6>Seks</h6>\n", id="no heading below the sixth"),
        pytest.param("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n", id="a list"),
        pytest.param("<b>x</b>", "<p>&lt;b&gt;x&lt;/b&gt;</p>\n", id="HTML shows as text"),
        pytest.param("[KU](https://ku.dk)", '<p><a href="https://ku.dk">KU</a></p>\n', id="a link"),
        pytest.param(
            "[a](/da/kurser/)", '<p><a href="/da/kurser/">a</a></p>\n', id="a link on the site"
        ),
        pytest.param("[a](#top)", '<p><a href="#top">a</a></p>\n', id="a link on the page"),
        pytest.param("[a](?open=1)", '<p><a href="?open=1">a</a></p>\n', id="a choice of filters"),
        pytest.param(
            "[a](mailto:a@b.dk)", '<p><a href="mailto:a@b.dk">a</a></p>\n', id="a mail address"
        ),
        pytest.param(
            "[a](tel:+4512345678)",
            '<p><a href="tel:+4512345678">a</a></p>\n',
            id="a telephone number",
        ),
        pytest.param("", "", id="nothing"),
    ],
)
def test_staff_texts_become_html(text, html):
    assert rendered(text) == html


def test_headings_are_moved_as_far_as_the_page_asks():
    assert rendered("# En", 1) == "<h2>En</h2>\n"


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<script>alert(1)</script>", id="script"),
        pytest.param("[a](javascript:alert(1))", id="a script as link"),
        pytest.param("[a](JaVaScRiPt:alert(1))", id="in mixed case"),
        pytest.param("[a](&#106;avascript:alert(1))", id="by a character reference"),
        pytest.param("[a](java\tscript:alert(1))", id="with a tab"),
        pytest.param("<javascript:alert(1)>", id="as an automatic link"),
        pytest.param("[a](data:text/html,<script>)", id="data"),
        pytest.param("[a](vbscript:x)", id="another script"),
        pytest.param("[a](//evil.example)", id="another host without a scheme"),
        pytest.param("[a](evil.example)", id="a name alone"),
        pytest.param("[a]: javascript:alert(1)\n\n[a]", id="by reference"),
        pytest.param('<img src=x onerror="alert(1)">', id="an image of HTML"),
        pytest.param("![a](https://evil.example/x.png)", id="an image"),
        pytest.param("![a](javascript:alert(1))", id="a script as image"),
    ],
)
def test_hostile_texts_show_as_text(text):
    html = rendered(text)

    assert not re.search(r"<(script|img|iframe)", html)
    assert not re.search(r"""(href|src)=["'](?!https://evil\.example)""", html)


@pytest.mark.parametrize(
    "address",
    [pytest.param(r"/\evil.example", id="backslash"), pytest.param("</\t/evil.example>", id="tab")],
)
def test_a_link_that_only_looks_like_one_of_the_site_stays_on_it(address):
    assert re.findall(r'href="([^"]*)"', rendered(f"[a]({address})")) in (
        ["/%5Cevil.example"],
        ["/%09/evil.example"],
        [],
    )


def test_a_table_has_no_inline_style():
    html = rendered("| a | b | c |\n|:--|--:|:-:|\n| 1 | 2 | 3 |")

    assert "<table>" in html
    assert "style" not in html
    assert html.count('class="data__right"') == 2


@pytest.mark.parametrize("text", ["R&D", "p < 0.05", "1 > 0", '"ord"', "&amp;"])
def test_plain_text_is_left_for_the_template_to_escape(text):
    assert plain(text) == text.replace("&amp;", "&")


def test_plain_text_is_one_line_without_marks():
    assert plain("# Om\n\nEt **kursus**\n\n- i [KU](https://ku.dk)") == "Om Et kursus i KU"


@given(st.text())
def test_no_text_brings_an_element_of_its_own(text):
    known = (
        r"</?(p|h[3-6]|em|strong|ul|ol|li|a|code|pre|blockquote|hr|br"
        r"|table|thead|tbody|tr|th|td)[\s/>]"
    )

    assert all(re.match(known, tag) for tag in re.findall(r"<[^>]*>", rendered(text)))
