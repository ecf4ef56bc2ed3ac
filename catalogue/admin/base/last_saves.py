"""Who saved a row last, and who changed a column of it: from its versions, else from the log."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext

# Further back nobody has a page open.
MOST_VERSIONS = 50


@dataclass(frozen=True)
class Save:
    at: datetime
    by: object

    @property
    def who(self):
        if self.by is None:
            return gettext("The site itself")
        return self.by.get_full_name() or self.by.get_username()

    @property
    def when(self):
        return date_format(timezone.localtime(self.at), "DATETIME_FORMAT")


def last_save(model, key):
    """The last save of a row, its deletion too; None where nothing tells of one."""
    if hasattr(model, "history"):
        return _of_version(_versions(model, key).first())
    entry = (
        LogEntry.objects.filter(
            content_type=ContentType.objects.get_for_model(model), object_id=str(key)
        )
        .select_related("user")
        .order_by("-action_time")
        .first()
    )
    return entry and Save(entry.action_time, entry.user)


def save_that_changed(model, key, name):
    """The save by which a column became what it is; the last one where versions don't tell."""
    columns = {column.name: column.attname for column in model._meta.concrete_fields}
    if not hasattr(model, "history") or name not in columns:
        return last_save(model, key)
    found = None
    for version in _versions(model, key)[:MOST_VERSIONS]:
        value = getattr(version, columns[name])
        if found is not None and value != getattr(found, columns[name]):
            break
        found = version
    return _of_version(found)


def _versions(model, key):
    versions = model.history.filter(**{model._meta.pk.name: key}).select_related("history_user")
    return versions.order_by("-history_date", "-history_id")


def _of_version(version):
    return version and Save(version.history_date, version.history_user)
