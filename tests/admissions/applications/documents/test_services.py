"""The verbs of a document: what is refused, and what the log says of it."""

import hashlib
import logging

import pytest

from admissions.applications.documents import services, uploads
from admissions.domain.documents import DocumentKind
from admissions.models import Document
from tests.admissions.makers import code_of, make_application
from tests.makers import make_whole_programme

pytestmark = pytest.mark.django_db


def test_malware_is_refused_and_the_log_says_of_which_application_and_which_file(
    caplog, monkeypatch
):
    monkeypatch.setattr(logging.getLogger("mastersite"), "propagate", True)
    monkeypatch.setattr(uploads, "scan", lambda content: "bad")
    draft = make_application(make_whole_programme()[0])
    file = uploads.Accepted("min hemmelige fil.pdf", "pdf", b"%PDF- bad")

    refused = code_of(services.attach, draft, kind=DocumentKind.DIPLOMA, file=file, is_open=True)

    assert (refused, Document.objects.count()) == ("malware", 0)
    record = next(each for each in caplog.records if each.name == "mastersite.audit")
    assert (record.levelname, record.message) == ("WARNING", "malware refused")
    assert record.application == draft.reference
    assert record.checksum == hashlib.sha256(file.content).hexdigest()
    for personal in ("hemmelige", draft.email):
        assert personal not in str(record.__dict__)
