"""What a save in the admin may move of the days that the public was told."""

from contextlib import nullcontext

from catalogue.admin.base.choice_fields import is_key
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import Course, CourseRun, Programme


def _touched_by_a_course(key):
    return {"runs": lambda: CourseRun.objects.filter(course=key())}


def _touched_by_a_run(key):
    return {"runs": lambda: CourseRun.objects.filter(pk=key())}


def _touched_by_a_programme(key):
    return {
        "runs": lambda: CourseRun.objects.filter(course__home_programme=key()),
        "programmes": lambda: Programme.objects.filter(pk=key()),
    }


TOUCHED = {
    Course: _touched_by_a_course,
    CourseRun: _touched_by_a_run,
    Programme: _touched_by_a_programme,
}


def noting_moves_by(request, model, object_id):
    """A context that notes the request's save of a row; a new row has its key only afterwards."""
    is_known = object_id is None or is_key(object_id)
    if request.method != "POST" or model not in TOUCHED or not is_known:
        return nullcontext()
    return noting_moved_dates(
        request.user, **TOUCHED[model](lambda: object_id or getattr(request, "added_key", None))
    )
