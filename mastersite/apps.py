"""The project as an app, its commands and checks; and Django's admin with a site of ours that asks for two factors."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "catalogue.staff.admin_site.StaffSite"


class MastersiteConfig(AppConfig):
    name = "mastersite"

    def ready(self):
        from mastersite import checks  # noqa: F401, PLC0415 - importing registers the checks, once the apps are ready
