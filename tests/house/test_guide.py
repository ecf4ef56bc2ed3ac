"""The editors' guide cannot go stale: its pictures, words of the admin and addresses exist."""

import re
from pathlib import Path

import django
import polib
import pytest
from django.urls import resolve

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "editing.da.md"
PICTURES = ROOT / "docs" / "pictures"
PLACEHOLDER = re.compile(r"%\(\w+\)\w|%\w")
LARGEST, WIDEST = 150 * 1024, 1200


def text():
    return GUIDE.read_text(encoding="utf-8")


def danish():
    """Whatever the admin may say in Danish: our own texts, and Django's where we have none."""
    own = polib.pofile(ROOT / "locale/da/LC_MESSAGES/django.po")
    folders = [
        Path(django.__file__).parent / part for part in ("conf", "contrib/admin", "contrib/auth")
    ]
    django_s = [
        entry
        for folder in folders
        for entry in polib.mofile(folder / "locale/da/LC_MESSAGES/django.mo")
    ]
    ours = {entry.msgid for entry in own}
    entries = [*own, *(entry for entry in django_s if entry.msgid not in ours)]
    return {
        words
        for entry in entries
        for words in [entry.msgstr, *entry.msgstr_plural.values()]
        if words
    }


def is_said(words, said):
    """Whether a text of the admin is these words, but for a large letter and placeholders."""
    if words in said or words[:1].lower() + words[1:] in said:
        return True
    return any(
        re.fullmatch(".+".join(map(re.escape, parts)), words)
        for parts in map(PLACEHOLDER.split, said)
        if parts[1:] and len("".join(parts)) > 5
    )


def test_every_word_of_the_admin_in_the_guide_is_one_that_the_admin_says():
    said = danish()
    quoted = [" ".join(words.split()) for words in re.findall(r"»([^«]+)«", text())]

    assert len(quoted) > 60
    assert [words for words in quoted if not is_said(words, said)] == []
    assert not is_said("Gem det hele", said)


def test_every_picture_of_the_guide_is_there_told_in_words_small_and_every_one_made_is_used():
    shown = re.findall(r"!\[([^\]]*)\]\(pictures/([\w-]+\.png)\)", text())

    assert all(len(alternative) > 20 for alternative, _name in shown)
    assert sorted(name for _alternative, name in shown) == sorted(
        path.name for path in PICTURES.glob("editing-*.png")
    )
    for _alternative, name in shown:
        content = (PICTURES / name).read_bytes()
        assert (len(content) < LARGEST, int.from_bytes(content[16:20]) <= WIDEST) == (True, True), (
            name
        )


@pytest.mark.parametrize(
    "address", sorted(set(re.findall(r"`(/[\w/-]*)`", GUIDE.read_text(encoding="utf-8"))))
)
def test_every_address_in_the_guide_leads_somewhere(address):
    # The admin takes whatever it does not know, to ask for a login first.
    assert resolve(address).func.__name__ != "catch_all_view"


def test_every_line_of_contents_leads_to_a_heading():
    headings = re.findall(r"^## (.+)$", text(), re.MULTILINE)
    anchors = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]

    assert re.findall(r"^- \[.+\]\(#(.+)\)$", text(), re.MULTILINE) == anchors
