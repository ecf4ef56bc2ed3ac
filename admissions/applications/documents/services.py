"""The verbs of a document: attach, remove, copy, scan for malware, sweep what no row knows."""

import hashlib
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from admissions.applications.documents import uploads
from admissions.applications.steps import take_step
from admissions.domain.documents import MOST_DOCUMENTS, DocumentKind
from admissions.domain.refusals import Refused
from admissions.domain.workflow import Action, Actor, State
from admissions.mail import application_mails
from admissions.models import Application, Document

audit = logging.getLogger("mastersite.audit")


def attach(
    application: Application,
    *,
    kind: DocumentKind,
    file: uploads.Accepted,
    is_open: bool,
    now: datetime | None = None,
) -> Document:
    """Keep a file with an application; `is_open` says whether its target still takes applications.

    1. The malware scanner, where there is one, looks at it; what it cannot tell
       waits, and staff cannot open it.
    2. The file is written under a random name, then its row. The same file again
       gives the document there is.
    3. A draft counts as touched; for one that is sent the event is written, and a notice queued.

    Refused: malware, too_many_documents, too_late_for_documents, step_not_allowed.
    """
    now = now or timezone.now()
    checksum = hashlib.sha256(file.content).hexdigest()
    scan = uploads.scan(file.content)
    if scan == Document.Scan.BAD:
        audit.warning(
            "malware refused", extra={"application": application.reference, "checksum": checksum}
        )
        raise Refused("malware")
    facts = {
        "kind": kind,
        "name": file.name,
        "format": file.format,
        "size": len(file.content),
        "scan": scan,
    }
    with uploads.keeping() as keep:
        stored_as = keep(file.content)
        with transaction.atomic():
            _refuse_closed(application, is_open)
            document, is_new = _document(
                application, checksum, stored_as=stored_as, added_at=now, **facts
            )
            if is_new:
                _note(application, kind, now)
    if not is_new:
        uploads.remove(stored_as)
    return document


def remove_document(document: Document, *, now: datetime | None = None) -> None:
    """Remove a document of a draft, and its file.

    Refused: not_a_draft, since what was sent is part of the case.
    """
    with transaction.atomic():
        drafts = Application.objects.drafts().filter(pk=document.application_id)
        if not drafts.update(touched_at=now or timezone.now(), warned_at=None):
            raise Refused("not_a_draft")
        document.delete()
        transaction.on_commit(partial(uploads.remove, document.stored_as))


def remove_all(application: Application) -> None:
    """Remove every document of an erased application: rows now, files once that is settled."""
    names = list(application.documents.values_list("stored_as", flat=True))
    application.documents.all().delete()
    for name in names:
        transaction.on_commit(partial(uploads.remove, name))


def copy_documents(source: Application, target: Application, keep: Callable[[bytes], str]) -> None:
    """Give a draft that has none copies of another application's documents, in files of its own.

    `keep` is that of `uploads.keeping`.
    """
    for document in source.documents.exclude(scan=Document.Scan.BAD):
        try:
            with uploads.kept_file(document.stored_as) as file:
                stored_as = keep(file.read())
        except FileNotFoundError:
            audit.error("file of a document lost", extra={"document": document.reference})
            continue
        same = ("kind", "name", "format", "size", "checksum", "scan")
        facts = {name: getattr(document, name) for name in same}
        Document.objects.create(application=target, stored_as=stored_as, **facts)


def scan_waiting() -> dict[str, int]:
    """Let the scanner look through what it could not before.

    Return how many were found clean and bad.
    """
    found = {"clean": 0, "bad": 0}
    for document in Document.objects.filter(scan=Document.Scan.WAITING):
        try:
            with uploads.kept_file(document.stored_as) as file:
                content = file.read()
        except FileNotFoundError:
            audit.error("file of a document lost", extra={"document": document.reference})
            continue
        answer = uploads.scan(content)
        if answer in found:
            Document.objects.filter(pk=document.pk, scan=Document.Scan.WAITING).update(scan=answer)
            found[answer] += 1
        if answer == Document.Scan.BAD:
            facts = {"document": document.reference, "checksum": document.checksum}
            audit.warning("malware found", extra=facts)
    return found


def sweep_orphans(*, now: datetime | None = None, is_dry_run: bool = False) -> int:
    """Delete files of a day and older that no row knows; return how many that is."""
    before = (now or timezone.now()) - uploads.ORPHAN_AFTER
    known = set(Document.objects.values_list("stored_as", flat=True))
    names = uploads.orphans(known, before)
    if not is_dry_run:
        for name in names:
            uploads.remove(name)
    return len(names)


def _refuse_closed(application, is_open):
    """Drafts take documents always.

    What is sent takes them while its target is open, or while the office waits for something.
    """
    # Locked, so that of two files sent at once the second is counted with the first.
    state = (
        Application.objects.select_for_update()
        .values_list("state", flat=True)
        .get(pk=application.pk)
    )
    if state not in (State.DRAFT, State.INFORMATION_REQUESTED) and not is_open:
        raise Refused("too_late_for_documents")


def _document(application, checksum, **facts):
    same = application.documents.filter(checksum=checksum).first()
    if same is not None:
        return same, False
    if application.documents.count() >= MOST_DOCUMENTS:
        raise Refused("too_many_documents")
    return Document.objects.create(application=application, checksum=checksum, **facts), True


def _note(application, kind, now):
    if (
        Application.objects.drafts()
        .filter(pk=application.pk)
        .update(touched_at=now, warned_at=None)
    ):
        return
    take_step(application, Action.ADD_DOCUMENT, Actor.APPLICANT, now=now, code=str(kind))
    application_mails.document_received(application)
