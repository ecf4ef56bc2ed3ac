"""Addresses of the pages by which people get in, in both languages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from admissions.applications.views import apply, case, documents, draft, questions, replies
from admissions.domain.sections import Section
from admissions.eligibility import views as eligibility_views
from admissions.interest import views as interest_views

app_name = "admissions"

PARTS = {
    Section.ABOUT: _("apply/<str:reference>/about-you/"),
    Section.PAYMENT: _("apply/<str:reference>/payment/"),
    Section.BACKGROUND: _("apply/<str:reference>/requirements/"),
    Section.EDUCATION: _("apply/<str:reference>/education/"),
    Section.WORK: _("apply/<str:reference>/work-experience/"),
    Section.DISPENSATION: _("apply/<str:reference>/dispensation/"),
    Section.CHOICES: _("apply/<str:reference>/choices/"),
    Section.MOTIVATION: _("apply/<str:reference>/motivation/"),
}

urlpatterns = [
    path(_("admission/"), eligibility_views.admission, name="admission"),
    path(
        _("programmes/<slug:slug>/admission/"),
        eligibility_views.admission,
        name="programme_admission",
    ),
    path(
        _("programmes/<slug:slug>/keep-me-posted/"),
        interest_views.interest,
        name="interest_programme",
    ),
    path(_("keep-me-posted/"), interest_views.interest, name="interest"),
    path(_("keep-me-posted/received/"), interest_views.interest_received, name="interest_received"),
    path(
        _("keep-me-posted/confirm/<str:token>/"),
        interest_views.interest_confirm,
        name="interest_confirm",
    ),
    path(_("keep-me-posted/stop/<str:token>/"), interest_views.interest_stop, name="interest_stop"),
    path(_("apply/"), apply.apply, name="apply"),
    path(_("apply/begin/"), apply.application_start, name="application_start"),
    path(_("apply/questions/"), questions.application_questions, name="application_questions"),
    path(_("apply/links/"), apply.application_links, name="application_links"),
    path(_("apply/open/<str:token>/"), apply.application_open, name="application_open"),
    path(_("apply/<str:reference>/"), draft.application, name="application"),
    *(
        path(route, draft.application_part, {"part": section}, name=f"application_{section}")
        for section, route in PARTS.items()
    ),
    path(
        _("apply/<str:reference>/documents/"),
        documents.application_documents,
        name="application_documents",
    ),
    path(
        _("apply/<str:reference>/documents/<str:document>/"),
        documents.document_file,
        name="document_file",
    ),
    path(
        _("apply/<str:reference>/documents/<str:document>/remove/"),
        documents.document_remove,
        name="document_remove",
    ),
    path(_("apply/<str:reference>/review/"), draft.application_review, name="application_review"),
    path(_("apply/<str:reference>/carry/"), draft.application_carry, name="application_carry"),
    path(_("apply/<str:reference>/delete/"), draft.application_delete, name="application_delete"),
    path(_("apply/<str:reference>/receipt/"), case.application_receipt, name="application_receipt"),
    path(_("case/<str:reference>/"), case.case, name="case"),
    path(_("case/<str:reference>/withdraw/"), case.case_withdraw, name="case_withdraw"),
    path(_("apply/address/<str:token>/"), replies.address_confirm, name="address_confirm"),
    path(_("case/<str:reference>/answer/"), replies.case_answer, name="case_answer"),
    path(_("case/<str:reference>/offer/"), replies.case_offer, name="case_offer"),
    path(_("case/<str:reference>/contact/"), replies.case_contact, name="case_contact"),
    path(_("case/<str:reference>/erasure/"), replies.case_erasure, name="case_erasure"),
    path(_("case/<str:reference>/everything.zip"), case.case_archive, name="case_archive"),
    path(_("case/<str:reference>/data.json"), case.case_data, name="case_data"),
]
