"""All addresses: pages under /da/ and /en/, the admin, what machines ask without a language."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from catalogue.admin import urls
from catalogue.public import preview_pages
from mastersite import errors, views
from mastersite.styleguide.views import styleguide

handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

urlpatterns = [
    path("", views.front_door),
    path("was", views.accessibility_statement),
    path("was/", views.accessibility_statement),
    path("health", views.health),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security),
    path("admin/", include((urls.PAGES, "staff"))),
    path("admin/", admin.site.urls),
    path("preview/<str:key>/", preview_pages.preview, name="preview"),
    path("preview/<str:key>/<path:inside>", preview_pages.preview),
    path("i18n/", include("django.conf.urls.i18n")),
    *i18n_patterns(
        path("styleguide/", styleguide, name="styleguide"),
        path("", include("admissions.urls")),
        path("", include("catalogue.urls")),
    ),
]
