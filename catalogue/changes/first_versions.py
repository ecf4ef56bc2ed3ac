"""The first version of every row that has none, since fixtures are loaded without leaving one."""

from django.utils import timezone

from catalogue.models.kept import FIRST_VERSION

BATCH = 500


def keep_first_versions(apps):
    """Keep each row of the catalogue as it stands, where no version of it is kept; return how many.

    Takes the registry of the models, so that a migration can say how they were.
    """
    now = timezone.now()
    return sum(_keep(apps, model, now) for model in apps.get_app_config("catalogue").get_models())


def _keep(apps, model, now):
    versions = _kept_model(apps, model)
    if versions is None:
        return 0
    why = {"history_date": now, "history_type": "+", "history_change_reason": FIRST_VERSION}
    rows = list(model._base_manager.exclude(pk__in=versions._base_manager.values("id")))
    first = versions._base_manager.bulk_create(
        [versions(**_values(row), **why) for row in rows], batch_size=BATCH
    )
    for field in model._meta.local_many_to_many:
        _keep_links(apps, field, {version.id: version.history_id for version in first})
    return len(first)


def _keep_links(apps, field, first):
    through = field.remote_field.through
    links = _kept_model(apps, through)
    if links is None or not first:
        return
    owner = field.m2m_field_name()
    kept = []
    for row in through._base_manager.filter(**{f"{owner}__in": list(first)}):
        kept.append(links(history_id=first[getattr(row, f"{owner}_id")], **_values(row)))
    links._base_manager.bulk_create(kept, batch_size=BATCH)


def _values(row):
    return {column.attname: getattr(row, column.attname) for column in row._meta.concrete_fields}


def _kept_model(apps, model):
    try:
        return apps.get_model("catalogue", f"Historical{model.__name__}")
    except LookupError:
        return None
