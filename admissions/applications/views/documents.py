"""The documents of an application: attaching, removing, and giving back to the applicant."""

import logging

from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.applications.forms.documents import DocumentForm
from admissions.applications.summary import document_rows, parts_of
from admissions.applications.views.access import case_page, opened_case
from admissions.domain.documents import MOST_DOCUMENTS
from admissions.domain.refusals import Refused
from admissions.domain.sections import Section
from admissions.domain.workflow import Action, Actor, State, actions_of
from admissions.text import application_phrases, refusal_phrases
from catalogue.staff import rate_limits

audit = logging.getLogger("mastersite.audit")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@opened_case
def application_documents(request, case):
    """The documents there are, and one more; each is kept as soon as it is sent."""
    if not may_attach(case):
        return redirect("admissions:case", case.application.reference)
    if request.method != "POST":
        return _page(request, case, DocumentForm(wanted=case.lacking))
    asked = rate_limits.ask(
        uploads.UPLOAD_LIMIT,
        asker=case.application.reference,
        network=rate_limits.network_of(request),
        now=timezone.now(),
    )
    if asked.retry_at:
        return _too_often(request, case, asked.retry_at)
    # Whether a file was dropped is known once the files are read.
    typed, sent = request.POST, request.FILES
    was_dropped = getattr(request, "dropped_a_file", False)
    form = DocumentForm(typed, sent, wanted=case.lacking, was_dropped=was_dropped)
    if not form.is_valid() and "file" not in form.cleaned_data:
        return _page(request, case, form)
    try:
        document = document_services.attach(
            case.application,
            kind=form.file_kind,
            file=form.cleaned_data["file"],
            is_open=case.target.takes_applications,
        )
    except Refused as refusal:
        return _page(request, case, form, refusal=refusal_phrases.refusal(refusal.code))
    address = reverse("admissions:application_documents", args=[case.application.reference])
    return redirect(f"{address}?saved={document.reference}")


@require_POST
@never_cache
@opened_case
def document_remove(request, case, document):
    try:
        document_services.remove_document(_document(case, document))
    except Refused as refusal:
        return _page(
            request,
            case,
            DocumentForm(wanted=case.lacking),
            refusal=refusal_phrases.refusal(refusal.code),
        )
    return redirect("admissions:application_documents", case.application.reference)


@require_safe
@never_cache
@opened_case
def document_file(request, case, document):
    """Give a document back, to be saved and never shown inside the site."""
    try:
        return file_answer(_document(case, document))
    except FileNotFoundError:
        audit.error("file of a document lost", extra={"document": document})
        raise Http404 from None


def file_answer(document):
    """The file as an attachment under its own name, which can do nothing on the site's behalf."""
    file = uploads.kept_file(document.stored_as)
    content_type = uploads.CONTENT_TYPES[document.format]
    answer = FileResponse(
        file, as_attachment=True, filename=document.name, content_type=content_type
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _document(case, reference):
    found = next((each for each in case.documents if each.reference == reference), None)
    if found is None:
        raise Http404
    return found


def may_attach(case):
    """Whether a document can be added now.

    To a draft, until the deadline, and while the office waits for one.
    """
    if case.is_draft:
        return True
    may = Action.ADD_DOCUMENT in actions_of(case.application.state, Actor.APPLICANT)
    is_awaited = case.application.state == State.INFORMATION_REQUESTED
    return may and (is_awaited or case.target.takes_applications)


def _page(request, case, form, refusal=""):
    parts = parts_of(case)
    saved = next(
        (each for each in case.documents if each.reference == request.GET.get("saved")), None
    )
    context = {
        "form": form,
        "parts": parts,
        "part": next(each for each in parts if each.code == Section.DOCUMENTS),
        "documents": document_rows(case),
        "saved": saved and saved.name,
        "is_full": len(case.documents) >= MOST_DOCUMENTS,
        "refusal": refusal,
        "lacking": [application_phrases.document_kind(kind) for kind in case.lacking],
    }
    return case_page(request, "application_documents", case, **context)


def _too_often(request, case, retry_at):
    refusal = refusal_phrases.interest_refusal("asked_too_often", retry_at)
    page = _page(request, case, DocumentForm(wanted=case.lacking), refusal=refusal)
    page.status_code = 429
    page.headers["Retry-After"] = str(max(1, int((retry_at - timezone.now()).total_seconds())))
    return page
