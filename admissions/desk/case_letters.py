"""Writing the letters of a case: the row's words, filled in, kept as they stand from then on."""

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from admissions.domain.refusals import Refused
from admissions.domain.sections import Section
from admissions.domain.wording import filled
from admissions.mail import compose
from admissions.models import Application, CaseLetter
from admissions.models.case_letter import checksum_of
from catalogue.text import phrases

LONGEST_SUBJECT = 200
# Whoever gets less than was applied for is told why, by which rules, and how to complain.
# By kind: the code of the refusal where no why is given.
ADVERSE = {
    CaseLetter.Kind.REFUSAL: "reasons_missing",
    CaseLetter.Kind.WAITING_LIST: "reasons_missing",
    CaseLetter.Kind.CONDITIONAL_OFFER: "text_missing",
}


def preview(
    application: Application,
    kind: CaseLetter.Kind,
    *,
    text: str = "",
    rules: str = "",
    due_on: date | None = None,
):
    """Return (subject, text) of a letter as it would be written, in the applicant's language.

    `rules` are those applied, in words, where the case was judged by no requirements. Refused:
    reasons_missing, complaint_guidance_missing, rules_missing: an adverse decision without these is
    none. Refused for a request, or for conditions: text_missing.
    """
    if kind in ADVERSE:
        _refuse_bare_decision(application, kind, text, rules)
    elif kind == CaseLetter.Kind.REQUEST and not text.strip():
        raise Refused("text_missing")
    language = application.language
    wording = compose.wording_of(kind)
    with override(language):
        values = {
            "number": application.number,
            "title": str(application.title),
            "name": _name(application),
            "day": phrases.day(due_on) if due_on else "",
            "text": text.strip(),
            "rules": _rules(application) or compose.one_line(rules),
            "complaints_to": settings.COMPLAINTS_TO,
        }
        subject = compose.one_line(filled(getattr(wording, f"subject_{language}"), values))
        # Browsers send line ends of two characters, from the page where staff edit the words.
        words = filled(getattr(wording, f"text_{language}"), values).replace("\r\n", "\n")
    # Where nothing is added the empty paragraph goes too.
    return subject[:LONGEST_SUBJECT], "\n\n".join(
        part.strip() for part in words.split("\n\n") if part.strip()
    )


def write(
    application: Application,
    kind: CaseLetter.Kind,
    *,
    by,
    now: datetime,
    text: str = "",
    rules: str = "",
    due_on: date | None = None,
) -> CaseLetter:
    """Write a letter into the case, signed by a member of staff. Refused as `preview`."""
    subject, words = preview(application, kind, text=text, rules=rules, due_on=due_on)
    return CaseLetter.objects.create(
        application=application,
        kind=kind,
        language=application.language,
        subject=subject,
        text=words,
        checksum=checksum_of(subject, words),
        due_on=due_on,
        written_at=now,
        written_by=by,
        signed=by.get_full_name() or by.get_username(),
    )


def _refuse_bare_decision(application, kind, text, rules):
    if not text.strip():
        raise Refused(ADVERSE[kind])
    if not settings.COMPLAINTS_TO:
        raise Refused("complaint_guidance_missing")
    if application.requirement_set is None and not rules.strip():
        raise Refused("rules_missing")


def _name(application):
    about = application.answers.filter(section=Section.ABOUT).first()
    return (about and about.data.get("name")) or application.email


def _rules(application):
    rules = application.requirement_set
    if rules is None:
        return ""
    values = {
        "version": rules.version,
        "day": phrases.day(rules.starts_on),
        "programme": rules.programme.title,
    }
    return (
        _("the admission requirements of %(programme)s, version %(version)s, in force from %(day)s")
        % values
    )
