"""The project as an app: its commands, its checks."""

from django.apps import AppConfig


class MastersiteConfig(AppConfig):
    name = "mastersite"

    def ready(self):
        from mastersite import checks  # noqa: F401, PLC0415 - importing registers the checks, once the apps are ready
