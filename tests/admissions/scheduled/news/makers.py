"""What editors move and announce, and who is told of it."""

from datetime import date, timedelta

from django.utils import timezone

from admissions.scheduled import news
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CourseRun, Intake
from tests.makers import make_run


def before(**over):
    """What somebody has who asked and confirmed a day ago."""
    asked = timezone.now() - timedelta(days=1)
    return {"created_at": asked, "confirmed_at": asked, **over}


def move(run, starts_on=date(2027, 3, 8), **over):
    """A run's start moved, and its deadline with it, as an editor does it."""
    with noting_moved_dates():
        CourseRun.objects.filter(pk=run.pk).update(starts_on=starts_on, **over)


def move_intake(programme, deadline_on=date(2027, 5, 8)):
    with noting_moved_dates():
        Intake.objects.update_or_create(
            programme=programme,
            year=2027,
            defaults={"deadline_on": deadline_on, "deadline_reason_da": "Påske"},
        )


def announce(course, **over):
    with noting_moved_dates():
        return make_run(course, **over)


def told(clock, hours=1):
    """How many are told an hour later."""
    clock.shift(timedelta(hours=hours))
    return news.tell_news()


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")
