"""A mail as it is written: its words filled in, in one language, as plain text and HTML."""

import logging
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.translation import override

from admissions.domain.wording import filled, paragraphs, pieces
from admissions.models import Wording, original_wording
from admissions.text import mail_phrases

logger = logging.getLogger("mastersite.mail")

LONGEST_SUBJECT = 200


@dataclass(frozen=True)
class Written:
    """A mail's subject and its two forms; `body` is the HTML below the heading."""

    subject: str
    text: str
    html: str
    body: str


def wording_of(kind):
    """The words that mails of the kind go out with.

    They are the original ones where the row is gone, or holds what cannot be filled in:
    no mail is lost by its words.
    """
    row = Wording.objects.filter(kind=kind).first()
    if row is not None and not row.flaws():
        return row
    logger.warning("original words used", extra={"kind": str(kind)})
    return original_wording(kind)


def written(wording, language, values, frame):
    """Fill in the words.

    `frame` is what stands below every mail: privacy_url, office_email, stop_url, title.
    """
    values = {name: str(value) for name, value in values.items()}
    subject = one_line(filled(getattr(wording, f"subject_{language}"), values))[:LONGEST_SUBJECT]
    text = getattr(wording, f"text_{language}").strip()
    with override(language):
        html = [_html_lines(lines, values) for lines in paragraphs(text)]
        context = {**frame, "language": language, "subject": subject, "paragraphs": html}
        body = render_to_string("mail/_body.html", context)
        return Written(
            subject,
            text=render_to_string("mail/notice.txt", {**context, "text": filled(text, values)}),
            html=render_to_string("mail/notice.html", {**context, "body": body}),
            body=body,
        )


def _html_lines(lines, values):
    return [html_line(line, values) for line in lines]


def html_line(line, values):
    """A line as HTML: every word escaped, an address as a link, a list one below the other."""
    return format_html_join("", "{}", ((_html_piece(piece, values),) for piece in pieces(line)))


def one_line(text):
    """A line break in a subject would begin a header of its own."""
    return " ".join(text.split())


def _html_piece(piece, values):
    if not piece.name:
        return piece.words
    if piece.name.endswith("_url"):
        return format_html('<a href="{}">{}</a>', values[piece.name], mail_phrases.link(piece.name))
    first, *others = values[piece.name].split("\n")
    return format_html("{}{}", first, format_html_join("", "<br>{}", ((line,) for line in others)))
