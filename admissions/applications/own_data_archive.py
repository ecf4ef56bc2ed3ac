"""Everything held of a case in one archive: a page to be read, the same as JSON, and the files."""

import json
import tempfile
import zipfile
from contextlib import suppress
from urllib.parse import quote

from django.template.loader import render_to_string
from django.utils import timezone

from admissions.applications.case import Case
from admissions.applications.documents import uploads
from admissions.applications.own_data import everything_held
from admissions.applications.summary import letter_rows, sent_answers
from admissions.text import application_phrases
from catalogue.text.translation import reader_language

JSON_NAME = "data.json"
# Beyond this the archive is made on disk.
IN_MEMORY = 5 * 1024 * 1024


def archive(case: Case):
    """Return a zip file, open at its beginning; files of one name are told apart by number."""
    made = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as bundle:
        names = [
            f"{number:02}-{document.name}"
            for number, document in enumerate(case.documents, start=1)
        ]
        bundle.writestr("index.html", _page(case, names))
        held = json.dumps(everything_held(case), ensure_ascii=False, indent=2)
        bundle.writestr(JSON_NAME, held)
        for name, document in zip(names, case.documents, strict=True):
            # A file that is lost must not keep a person from all the rest; the
            # page and the JSON still name it.
            with suppress(FileNotFoundError), uploads.kept_file(document.stored_as) as file:
                bundle.writestr(f"documents/{name}", file.read())
    made.seek(0)
    return made


def _page(case, names):
    context = {
        "language": reader_language(),
        "application": case.application,
        "heading": application_phrases.target(case.target, case.application),
        "state": application_phrases.state(case.application.state),
        "answers": sent_answers(case),
        "letters": letter_rows(case),
        "steps": _steps(case.application),
        "files": [(name, f"documents/{quote(name)}") for name in names],
        "json_address": JSON_NAME,
    }
    return render_to_string("admissions/applicant/archive.html", context)


def _steps(application):
    """What happened, when, by whom, and the reason that was given."""
    reasons = dict(application_phrases.withdrawal_reasons())
    return [
        (
            application_phrases.action(event.action),
            timezone.localtime(event.at),
            application_phrases.actor(event.actor),
            reasons.get(event.code, ""),
        )
        for event in application.events.all()
    ]
