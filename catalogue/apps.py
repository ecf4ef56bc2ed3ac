"""The catalogue app; gives SQLite the Danish alphabet, counts its version up with every edit, keeps former names."""

from functools import lru_cache

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.utils.translation import gettext_lazy as _


class CatalogueConfig(AppConfig):
    name = "catalogue"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Catalogue")

    def ready(self):
        from catalogue.changes import signals  # noqa: PLC0415 - models may be imported only once all apps are known

        connection_created.connect(teach_sqlite_danish, dispatch_uid="catalogue.danish")
        for signal in (pre_save, pre_delete):
            signal.connect(signals.before_edit, dispatch_uid="catalogue.before_edit")
        for signal in (post_save, post_delete):
            signal.connect(signals.after_edit, dispatch_uid="catalogue.after_edit")
        m2m_changed.connect(signals.after_choice, dispatch_uid="catalogue.after_choice")
        self.keep_former_addresses()

    def keep_former_addresses(self):
        """By signal, since an address must go on leading there whichever way the new name came in."""
        # The models are loaded only now.
        from catalogue.changes.former_addresses import COLUMNS, keep_former_address  # noqa: PLC0415 - see above

        for model in COLUMNS:
            pre_save.connect(
                keep_former_address,
                sender=model,
                dispatch_uid=f"catalogue.former_address.{model.__name__}",
            )


def teach_sqlite_danish(sender, connection, **kwargs):
    """Register the collation `danish`, so that SQLite orders æ, ø, å and Aa as PostgreSQL's da-x-icu does."""
    from catalogue.domain.alphabet import danish_key  # noqa: PLC0415 - apps.py is loaded before the domain may be

    if connection.vendor == "sqlite":
        # Sorting a long list asks for the same title's key again and again.
        key = lru_cache(maxsize=50_000)(danish_key)

        def compare(first, second):
            one, two = key(first), key(second)
            return (one > two) - (one < two)

        connection.connection.create_collation("danish", compare)
