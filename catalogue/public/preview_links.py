"""Links to previews: their keys, how long they work, and what each shows."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.core.signing import BadSignature, Signer
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from catalogue.models import Course, Preview, Programme, Question, TextPage
from catalogue.models.viewing import Viewing
from catalogue.staff import rights

DAYS_OFFERED = (1, 7, 30)
DAYS_USUAL = 7
A_DAY_WORKS_FOR = timedelta(hours=12)
EARLIEST, LATEST = date(2000, 1, 1), date(2200, 12, 31)
PAGES = {
    TextPage.Key.PRICES: "catalogue:prices",
    TextPage.Key.PRIVACY: "catalogue:privacy",
    TextPage.Key.ACCESSIBILITY: "catalogue:accessibility",
    TextPage.Key.CONTACT: "catalogue:questions",
}
_SIGNER = Signer(sep=".", salt="catalogue.previews")


@dataclass(frozen=True)
class Opened:
    """What a key of ours opens: a living link, or, without a preview, one that has ended."""

    preview: Preview | None
    day: date | None = None


def key_of(preview, day=None):
    """Return the key in the link's address.

    A preview of a day has a key for each day, so that one can walk on. The moment at which it was
    made is signed too: after a backup is restored its number may be given out again.
    """
    parts = [str(preview.pk), str(int(preview.made_at.timestamp()))]
    if preview.day:
        parts.append(f"{day or preview.day:%Y%m%d}")
    return _SIGNER.sign("-".join(parts))


def opened(key, now):
    """Return what the key opens; None for a key that was never given out."""
    try:
        number, made, *day = _SIGNER.unsign(key).split("-")
    except BadSignature:
        return None
    seen_on = date.fromisoformat(day[0]) if day else None
    things = ("programme", "course", "question", "text_page")
    found = alive(now).select_related("made_by", *things).filter(pk=number).first()
    if found is None or int(found.made_at.timestamp()) != int(made) or not may_show(found):
        return Opened(None, seen_on)
    return Opened(found, seen_on)


def thing_of(preview):
    """What the link shows; None for one to a day."""
    return preview.programme or preview.course or preview.question or preview.text_page


def may_show(preview):
    """Whether its maker may still change what the link shows: no link shows more than that."""
    thing = thing_of(preview)
    return thing is None or rights.may(preview.made_by, "change", thing)


def alive(now):
    """The links that work: those of somebody who has left do not."""
    return Preview.objects.alive(now).filter(made_by__is_active=True, made_by__is_staff=True)


def make(by, *, days, **thing):
    """Make a link to a programme, course, question or text page that works for so many days."""
    return Preview.objects.create(
        made_by=by, ends_at=timezone.now() + timedelta(days=days), **thing
    )


def make_for_a_day(by, day):
    """Make a link to the site as of another day, and forget those of the person that ended."""
    now = timezone.now()
    Preview.objects.filter(made_by=by, day__isnull=False, ends_at__lte=now).delete()
    return Preview.objects.create(made_by=by, day=day, ends_at=now + A_DAY_WORKS_FOR)


def stop(previews):
    """Stop those of the links that still work; return how many did."""
    return previews.filter(stopped_at=None).update(stopped_at=timezone.now())


def viewing_for(thing=None, day=None):
    """Return how the site is seen by a preview of a thing, or of a day."""
    if isinstance(thing, Programme):
        return Viewing(programmes=frozenset([thing.pk]), courses=_courses_of(thing))
    if isinstance(thing, Course):
        return Viewing(programmes=_around(thing), courses=frozenset([thing.pk]))
    if isinstance(thing, Question):
        return Viewing(programmes=_of(thing), questions=frozenset([thing.pk]))
    if isinstance(thing, TextPage):
        return Viewing(programmes=_of(thing), text_pages=frozenset([thing.pk]))
    return Viewing(day=day)


def landing(thing):
    """Return the address at which the public will find the thing; the front page for a day."""
    if isinstance(thing, Programme):
        return reverse("catalogue:programme", args=[thing.slug])
    if isinstance(thing, Course):
        return reverse("catalogue:course", args=[thing.slug])
    if isinstance(thing, Question):
        return reverse("catalogue:questions") + _asked(thing)
    if isinstance(thing, TextPage) and thing.key == TextPage.Key.PRICES and thing.programme:
        return reverse("catalogue:programme_prices", args=[thing.programme.slug])
    if isinstance(thing, TextPage):
        return reverse(PAGES[thing.key]) + _asked(thing)
    return reverse("catalogue:programmes")


def _asked(text):
    """Names the text's programme, whose page it stands on where there are several."""
    return f"?programme={text.programme.slug}" if text.programme else ""


def _courses_of(programme):
    courses = Course.objects.filter(Q(entries__programme=programme) | Q(home_programme=programme))
    return frozenset(courses.values_list("pk", flat=True))


def _around(course):
    """The programmes shown around a course: drafts only where no published programme has it."""
    programmes = Programme.objects.filter(
        Q(entries__course=course) | Q(home_courses=course)
    ).distinct()
    if any(programme.is_published for programme in programmes):
        return frozenset()
    return frozenset(programme.pk for programme in programmes)


def _of(text):
    return frozenset([text.programme_id]) if text.programme_id else frozenset()
