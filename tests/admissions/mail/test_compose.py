"""A mail's words filled in: every kind in both languages, escaping, and broken rows."""

import logging

import pytest

from admissions.mail import compose
from admissions.models import PLACEHOLDERS, Letter, Wording, original_wording
from admissions.text import mail_phrases
from tests.admissions.makers import make_wordings

FRAME = {
    "title": "A & B",
    "stop_url": "",
    "privacy_url": "https://example.org/p/",
    "office_email": "office@example.org",
}


def values_of(kind):
    return {
        name: mail_phrases.sample(name, "https://example.org") for name in PLACEHOLDERS[kind].all
    }


def write(wording, language="en", **over):
    return compose.written(wording, language, values_of(wording.kind) | over, FRAME)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("kind", Letter.Kind)
def test_every_kind_is_written_in_both_languages_and_both_forms_without_a_brace(kind, language):
    mail = write(make_wordings()[kind], language)

    assert mail.subject
    for text in (mail.subject, mail.text, mail.html):
        assert "{" not in text
        assert "}" not in text
    assert f'<html lang="{language}">' in mail.html
    assert f"<h1>{mail.subject}</h1>" in mail.html
    for name in PLACEHOLDERS[kind].required:
        assert values_of(kind)[name] in mail.text + mail.html


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Letter.Kind)
def test_every_value_that_a_kind_may_hold_is_there(kind):
    wording = original_wording(kind)
    wording.text_en = " ".join(mail_phrases.braced(name) for name in PLACEHOLDERS[kind].all)

    mail = write(wording)

    for name, value in values_of(kind).items():
        assert value in mail.text, name


def test_in_html_words_and_values_are_escaped_and_an_address_is_a_link():
    wording = Wording(
        kind="case_date_moved",
        subject_en="<b> {title}",
        text_en="<script>\n{title}\n\n{changes}\n{case_url}",
    )

    mail = write(
        wording, title="A & <i>", changes="one <\ntwo", case_url="https://example.org/?a=1&b=2"
    )

    assert mail.subject == "<b> A & <i>"
    assert "<h1>&lt;b&gt; A &amp; &lt;i&gt;</h1>" in mail.html
    assert "<p>&lt;script&gt;<br>\nA &amp; &lt;i&gt;</p>" in mail.html
    assert (
        '<p>one &lt;<br>two<br>\n<a href="https://example.org/?a=1&amp;b=2">See the case</a></p>'
        in mail.html
    )
    assert mail.text.startswith(
        "<script>\nA & <i>\n\none <\ntwo\nhttps://example.org/?a=1&b=2\n\n---\n"
    )


def test_a_line_break_in_a_value_makes_no_second_line_of_a_subject():
    wording = Wording(kind="decision_made", subject_en="About {title}", text_en="{case_url}")

    mail = write(wording, title="Master\r\nBcc: all@example.org" + "x" * 300)

    assert mail.subject.startswith("About Master Bcc: all@example.org")
    assert len(mail.subject) == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "spoil",
    [
        lambda rows: rows.delete(),
        lambda rows: rows.update(text_en="Without the link"),
        lambda rows: rows.update(subject_da="{nobody}"),
        lambda rows: rows.update(text_da=""),
    ],
    ids=["gone", "without the link", "an unknown value", "empty"],
)
def test_words_that_are_gone_or_do_not_hold_give_way_to_the_original_ones(
    spoil, caplog, monkeypatch
):
    monkeypatch.setattr(compose.logger, "propagate", True)
    monkeypatch.setattr(compose.logger.parent, "propagate", True)
    make_wordings()
    spoil(Wording.objects.filter(kind="decision_made"))

    with caplog.at_level(logging.WARNING):
        wording = compose.wording_of("decision_made")

    assert wording.is_original
    assert {(record.message, record.kind) for record in caplog.records} == {
        ("original words used", "decision_made")
    }
