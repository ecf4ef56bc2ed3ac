"""The one place where an application takes a step: asked, compared and set, and written down."""

from admissions.domain.refusals import Refused
from admissions.domain.workflow import Action, State, step
from admissions.models import Application, Event


def take_step(application, action, actor, *, now, user=None, code="", among=None, **facts):
    """Change the state if it still is what it was and the table allows it, and write the event.

    `among` are the rows the application must still be one of; `facts` are columns that change with
    the state. Refused: step_not_allowed; not_a_draft where it was to be sent.
    """
    refusal = "not_a_draft" if action is Action.SEND else "step_not_allowed"
    source = State(application.state)
    taken = step(source, action, actor)
    if taken is None:
        raise Refused(refusal)
    target = taken.leads_to(source)
    rows = Application.objects.all() if among is None else among
    if not rows.filter(pk=application.pk, state=source).update(state=target, **facts):
        raise Refused(refusal)
    Event.objects.create(
        application=application,
        action=action,
        source=source,
        target=target,
        actor=actor,
        user=user,
        at=now,
        code=code,
    )
    _read_again(application)


def _read_again(application):
    """Read the columns; rows that they pointed to before, and still do, are not read again."""
    relations = [field for field in application._meta.concrete_fields if field.is_relation]
    known = {
        field: field.get_cached_value(application)
        for field in relations
        if field.is_cached(application)
    }
    application.refresh_from_db()
    for field, row in known.items():
        if row is not None and getattr(application, field.attname) == row.pk:
            field.set_cached_value(application, row)
