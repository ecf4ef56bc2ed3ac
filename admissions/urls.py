"""Addresses of the pages by which people get in, in both languages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from admissions.views import admission, interest

app_name = "admissions"

urlpatterns = [
    path(_("admission/"), admission.admission, name="admission"),
    path(_("programmes/<slug:slug>/admission/"), admission.admission, name="programme_admission"),
    path(_("programmes/<slug:slug>/keep-me-posted/"), interest.interest, name="interest_programme"),
    path(_("keep-me-posted/"), interest.interest, name="interest"),
    path(_("keep-me-posted/received/"), interest.interest_received, name="interest_received"),
    path(_("keep-me-posted/confirm/<str:token>/"), interest.interest_confirm, name="interest_confirm"),
    path(_("keep-me-posted/stop/<str:token>/"), interest.interest_stop, name="interest_stop"),
]
