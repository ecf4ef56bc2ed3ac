"""The staff's own pages about the whole site; they stand under /admin/, before the admin's own addresses."""

from django.urls import URLPattern

PAGES: list[URLPattern] = []
