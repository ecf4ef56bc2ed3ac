"""Addresses of the catalogue's pages, in both languages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from catalogue import views

app_name = "catalogue"

urlpatterns = [
    path("", views.programmes, name="programmes"),
    path(_("programmes/<slug:slug>/"), views.programme, name="programme"),
    path(_("programmes/<slug:slug>/dates/"), views.deadlines, name="programme_deadlines"),
    path(_("programmes/<slug:slug>/prices/"), views.prices, name="programme_prices"),
    path(_("courses/"), views.courses, name="courses"),
    path(_("courses/<slug:slug>/"), views.course, name="course"),
    path(_("dates/"), views.deadlines, name="deadlines"),
    path(_("prices/"), views.prices, name="prices"),
    path(_("questions/"), views.questions, name="questions"),
    path(_("accessibility/"), views.accessibility, name="accessibility"),
    path(_("privacy/"), views.privacy, name="privacy"),
    path("mark.svg", views.mark, name="mark"),
]
