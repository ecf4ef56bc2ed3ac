"""Addresses of the catalogue's pages, in both languages."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from catalogue.views import course, courses, deadlines, icon, legal, prices, programme, questions

app_name = "catalogue"

urlpatterns = [
    path("", programme.programmes, name="programmes"),
    path(_("programmes/<slug:slug>/"), programme.programme, name="programme"),
    path(_("programmes/<slug:slug>/dates/"), deadlines.deadlines, name="programme_deadlines"),
    path(_("programmes/<slug:slug>/prices/"), prices.prices, name="programme_prices"),
    path(_("courses/"), courses.courses, name="courses"),
    path(_("courses/<slug:slug>/"), course.course, name="course"),
    path(_("dates/"), deadlines.deadlines, name="deadlines"),
    path(_("prices/"), prices.prices, name="prices"),
    path(_("questions/"), questions.questions, name="questions"),
    path(_("accessibility/"), legal.accessibility, name="accessibility"),
    path(_("privacy/"), legal.privacy, name="privacy"),
    path("mark.svg", icon.mark, name="mark"),
]
