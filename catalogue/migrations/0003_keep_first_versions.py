"""Rows that were there before versions were kept get their first one, so that the oldest version is the original."""

from django.db import migrations

from catalogue.changes.first_versions import keep_first_versions
from catalogue.models.kept import FIRST_VERSION


def keep(apps, schema_editor):
    keep_first_versions(apps)


def forget(apps, schema_editor):
    """Delete the first versions again; what came after them stays."""
    for model in list(apps.get_app_config("catalogue").get_models()):
        if hasattr(model, "history_change_reason"):
            first = model._base_manager.filter(history_change_reason=FIRST_VERSION)
            for name in ("partners", "recommended_after"):
                _forget_links(apps, model, name, first)
            first.delete()


def _forget_links(apps, model, name, first):
    links = f"{model.__name__}_{name}"
    if any(found.__name__ == links for found in apps.get_app_config("catalogue").get_models()):
        apps.get_model("catalogue", links)._base_manager.filter(history__in=first).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0002_record_history_roles_previews_and_moved_dates"),
    ]

    operations = [migrations.RunPython(keep, forget)]
