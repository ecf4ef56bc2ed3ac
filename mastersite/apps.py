"""The project as an app, its commands and checks; and an admin that asks for two factors."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class StaffAdminConfig(AdminConfig):
    default_site = "catalogue.staff.admin_site.StaffSite"


class MastersiteConfig(AppConfig):
    name = "mastersite"

    def ready(self):
        # Importing registers the checks, once the apps are ready.
        from mastersite import checks  # noqa: F401, PLC0415 - see above
