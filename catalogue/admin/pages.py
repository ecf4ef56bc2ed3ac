"""The staff's own pages about the whole site; they stand under /admin/, before the admin's own addresses."""

from django.contrib import admin
from django.urls import URLPattern, path

from catalogue.admin import another_day, changes, checks, next_year


def index(request):
    """The admin's first page, with how the site does."""
    return admin.site.index(request, {"check_summary": checks.summary(request)})


PAGES: list[URLPattern] = [
    path("", admin.site.admin_view(index), name="index"),
    path("as-of/", admin.site.admin_view(another_day.as_of), name="as_of"),
    path("changes/", admin.site.admin_view(changes.changes), name="changes"),
    path("checks/", admin.site.admin_view(checks.checks), name="checks"),
    path("checks/findings.csv", admin.site.admin_view(checks.checks_csv), name="checks_csv"),
    path("next-year/", admin.site.admin_view(next_year.next_year), name="next_year"),
]
