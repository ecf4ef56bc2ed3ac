"""The catalogue app: gives SQLite the Danish alphabet, counts edits, keeps former names."""

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
        # Models may be imported only once all apps are known.
        from catalogue.changes import signals  # noqa: PLC0415 - see above

        connection_created.connect(teach_sqlite_danish, dispatch_uid="catalogue.danish")
        for signal in (pre_save, pre_delete):
            signal.connect(signals.before_edit, dispatch_uid="catalogue.before_edit")
        for signal in (post_save, post_delete):
            signal.connect(signals.after_edit, dispatch_uid="catalogue.after_edit")
        m2m_changed.connect(signals.after_choice, dispatch_uid="catalogue.after_choice")
        self.keep_former_addresses()

    def keep_former_addresses(self):
        """By signal, since an address must go on leading there however the new name came in."""
        # Models may be imported only once all apps are known.
        from catalogue.changes import former_addresses  # noqa: PLC0415 - see above

        for model in former_addresses.COLUMNS:
            pre_save.connect(
                former_addresses.keep_former_address,
                sender=model,
                dispatch_uid=f"catalogue.former_address.{model.__name__}",
            )


def teach_sqlite_danish(sender, connection, **kwargs):
    """Register the collation `danish`, so that SQLite orders as PostgreSQL's da-x-icu does.

    That is æ, ø, å and Aa.
    """
    # This module is loaded before the domain may be.
    from catalogue.domain.alphabet import danish_key  # noqa: PLC0415 - see above

    if connection.vendor == "sqlite":
        # Sorting a long list asks for the same title's key again and again.
        key = lru_cache(maxsize=50_000)(danish_key)

        def compare(first, second):
            one, two = key(first), key(second)
            return (one > two) - (one < two)

        connection.connection.create_collation("danish", compare)
