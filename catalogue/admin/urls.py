"""The staff's own pages about the whole site, under /admin/, before the admin's own addresses."""

from django.contrib import admin
from django.urls import URLPattern, path

from catalogue.admin import preview_a_day
from catalogue.admin.checks.page import checks, checks_csv, summary
from catalogue.admin.history.changes_page import changes
from catalogue.admin.next_year.page import next_year


def index(request):
    """The admin's first page, with how the site does."""
    return admin.site.index(request, {"check_summary": summary(request)})


PAGES: list[URLPattern] = [
    path("", admin.site.admin_view(index), name="index"),
    path("as-of/", admin.site.admin_view(preview_a_day.as_of), name="as_of"),
    path("changes/", admin.site.admin_view(changes), name="changes"),
    path("checks/", admin.site.admin_view(checks), name="checks"),
    path("checks/findings.csv", admin.site.admin_view(checks_csv), name="checks_csv"),
    path("next-year/", admin.site.admin_view(next_year), name="next_year"),
]
