"""The signals by which every save and delete of the catalogue counts its version up."""

from operator import attrgetter

from django.db import connection
from django.db.models.signals import post_delete

from catalogue.changes.version import Part, bump, open_version

# What of the lists a row decides, and where it holds the key; a row of
# another kind may decide anything.
_DECIDES = {
    "course": (Part.COURSE, "pk"),
    "courserun": (Part.COURSE, "course_id"),
    "teachingday": (Part.COURSE, "run.course_id"),
    "programme": (Part.PROGRAMME, "pk"),
    "curriculumentry": (Part.PROGRAMME, "programme_id"),
    "electivegroup": (Part.PROGRAMME, "programme_id"),
    "university": (Part.UNIVERSITIES, "pk"),
    "contact": (Part.UNIVERSITIES, "pk"),
    "audience": (Part.NOTHING_LISTED, "pk"),
    "intake": (Part.NOTHING_LISTED, "pk"),
    "question": (Part.NOTHING_LISTED, "pk"),
    "requirement": (Part.NOTHING_LISTED, "pk"),
    "requirementbranch": (Part.NOTHING_LISTED, "pk"),
    "requirementoption": (Part.NOTHING_LISTED, "pk"),
    "requirementset": (Part.NOTHING_LISTED, "pk"),
    "textpage": (Part.NOTHING_LISTED, "pk"),
    "voice": (Part.NOTHING_LISTED, "pk"),
}
# When such a row goes, others that pointed to it change unseen.
_POINTED_TO = {"programme", "university", "contact"}


def before_edit(sender, **kwargs):
    """Take the lock before the edit's own rows.

    Outside a transaction the edit is its own, and comes first.
    """
    if _is_catalogue(sender) and connection.in_atomic_block:
        open_version()


def after_edit(sender, instance, signal, **kwargs):
    if _is_catalogue(sender):
        bump(*_changed(instance, is_gone=signal is post_delete))


def after_choice(sender, instance, action, reverse, **kwargs):
    if action.startswith("post_") and _is_catalogue(type(instance)):
        # From the other side, the rows that are decided are those added or taken away.
        changed = (Part.ANYTHING, None) if reverse else _changed(instance, is_gone=False)
        bump(*changed)


def _is_catalogue(model) -> bool:
    """Whether visitors may see it: its model keeps history, and it is none of the kept versions."""
    return (
        model._meta.app_label == "catalogue"
        and hasattr(model, "history")
        and hasattr(model.history, "model")
    )


def _changed(instance, *, is_gone) -> tuple[Part, int | None]:
    """What a saved or deleted row decides of the lists."""
    model = instance._meta.model_name
    if model not in _DECIDES or (is_gone and model in _POINTED_TO):
        return Part.ANYTHING, None
    part, key = _DECIDES[model]
    return part, attrgetter(key)(instance)
