"""Files that are gone while the timer looks at them: they stop nothing else."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.domain.documents import DocumentKind
from admissions.models import Document
from tests.admissions.applications.documents import makers
from tests.admissions.makers import make_application
from tests.makers import make_whole_programme

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft():
    return make_application(make_whole_programme()[0])


@pytest.fixture
def listening(caplog, monkeypatch):
    for name in ("mastersite", "mastersite.audit"):
        monkeypatch.setattr(logging.getLogger(name), "propagate", True)
    return caplog


def kept(application, content):
    file = uploads.Accepted("bevis.pdf", "pdf", content)
    return document_services.attach(application, kind=DocumentKind.DIPLOMA, file=file, is_open=True)


def test_a_file_that_is_lost_is_logged_and_keeps_no_other_from_being_scanned(
    draft, monkeypatch, listening
):
    monkeypatch.setattr(uploads, "scan", lambda content: "waiting")
    lost, there = kept(draft, makers.pdf()), kept(draft, makers.pdf() + b"%")
    uploads.remove(lost.stored_as)
    monkeypatch.setattr(uploads, "scan", lambda content: "clean")

    assert document_services.scan_waiting() == {"clean": 1, "bad": 0}

    assert Document.objects.get(pk=there.pk).may_be_opened
    assert Document.objects.get(pk=lost.pk).scan == Document.Scan.WAITING
    heard = [(row.message, row.document) for row in listening.records]
    assert heard == [("file of a document lost", lost.reference)]


def test_a_file_that_goes_while_the_folder_is_swept_is_passed_over(draft):
    uploads.keep(b"left behind")
    # Listed like a file, but leads nowhere: as a file is that goes between the
    # list and the look at its age.
    Path(storages["documents"].path("gone meanwhile")).symlink_to("nowhere")

    assert document_services.sweep_orphans(now=timezone.now() + timedelta(days=4000)) == 1
