"""The staff's own pages about the whole site; they stand under /admin/, before the admin's own addresses."""

from django.contrib import admin
from django.urls import URLPattern, path

from catalogue.admin import another_day, changes

PAGES: list[URLPattern] = [
    path("as-of/", admin.site.admin_view(another_day.as_of), name="as_of"),
    path("changes/", admin.site.admin_view(changes.changes), name="changes"),
]
