"""News of dates: who hears that an announced date moved or a run is announced, each once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import override

from admissions.domain.news import Moved, Noted, earliest_news, moves, settled, told_to
from admissions.mail import application_mails, compose, interest_mails, signed_links
from admissions.models import Application, Interest, Letter, ToldChange
from admissions.text import mail_phrases
from catalogue.domain.moved import Days, Told
from catalogue.models import Course, CourseRun, DateChange, Intake
from catalogue.public.site import Site, load_site

Kind = Letter.Kind
# So many people are told in one round, so that the letters of others do not wait;
# the rest follow in the next.
MOST_AT_ONCE = 200
CHUNK = 500


@dataclass(frozen=True)
class Thing:
    """A run or an intake whose dates are news, and the public programmes that it is part of."""

    aim: CourseRun | Intake
    changes: list[Noted]
    programmes: frozenset[int]

    @property
    def key(self) -> tuple:
        return self.changes[0].of

    @property
    def course(self) -> Course | None:
        return self.aim.course

    @property
    def year(self) -> int:
        """The year of an intake."""
        _run, _programme, year = self.key
        return year

    def days(self) -> Days:
        aim = self.aim
        return Days(
            aim.opens_on,
            aim.closes_on,
            aim.starts_on,
            aim.ends_on,
            is_cancelled=aim.cancelled_on is not None,
        )

    def standing(self, changes, today: date) -> list[Moved]:
        """What has become of its days, where it is still so and lies ahead."""
        days = self.days()
        return [
            moved
            for moved in moves(changes)
            if not days.is_cancelled and _still_holds(moved, days, today)
        ]


@dataclass(frozen=True)
class Untold:
    """Somebody who has something to hear.

    How to find them still there, of which changes, and what writes it.
    """

    still: QuerySet
    column: str
    changes: list[int]
    write: Callable


@dataclass(frozen=True)
class Round:
    """What one round of the timer tells: the things, the words, and the moment."""

    things: list[Thing]
    site: Site
    wordings: dict
    now: datetime
    today: date

    def of(self, thing: Thing, moved: Moved) -> str:
        """A move as a line, in the language of the moment."""
        aim, is_example = thing.aim, thing.aim.is_example
        if moved.what is Told.ANNOUNCED:
            opens_on = aim.opens_on if aim.opens_on and aim.opens_on > self.today else None
            return mail_phrases.run_line(
                thing.course, aim.starts_on, opens_on, aim.closes_on, is_example=is_example
            )
        if aim.course:
            starts_on = None if moved.what is Told.STARTS else aim.starts_on
            of = mail_phrases.run_of(aim.course, starts_on)
        else:
            of = mail_phrases.intake_of(thing.year)
        what = DateChange.What(moved.what).label
        return mail_phrases.moved_line(of, what, moved.old, moved.new, is_example=is_example)


def tell_news(*, now: datetime | None = None) -> int:
    """Write the letters about changed dates that nobody was told of; return to how many people.

    1. A change rests for an hour after the last one to the same run or
       intake, and is told within 30 days.
    2. Told are those who confirmed that they want news of the course or the whole
       programme, and drafts and open cases to the run or intake; whoever asked before the
       change, and of what the public sees.
    3. The letters of a round and the notes that they were written are one transaction. A constraint
       lets one process write a note, so any number may run at once, and what a process that dies
       has not told, the next does.
    4. Somebody hears of all that is new to them in one mail of a kind, and not of
       what has been put back since.
    5. Once nobody is left to be told, the changes are noted as told to all,
       and are not looked at again.
    """
    now = now or timezone.now()
    rows = {change.pk: change for change in _changes_to_tell(now)}
    groups = settled((_noted(change) for change in rows.values()), now)
    if not groups:
        return 0
    site = load_site()
    found = (_thing(rows[changes[0].key], changes, site) for changes in groups.values())
    things = [thing for thing in found if thing]
    kinds = (Kind.DATE_MOVED, Kind.RUN_OPENED, Kind.CASE_DATE_MOVED) if things else ()
    wordings = {kind: compose.wording_of(kind) for kind in kinds}
    this = Round(things, site, wordings, now, timezone.localdate(now))
    untold = list(islice(chain(_untold_interests(this), _untold_applications(this)), MOST_AT_ONCE))
    if not untold:
        changes = chain.from_iterable(groups.values())
        done = (ToldChange(change_id=change.key, at=now) for change in changes)
        ToldChange.objects.bulk_create(done, ignore_conflicts=True)
    with transaction.atomic():
        return sum(tell(each, now) for each in untold)


def tell(untold: Untold, now: datetime) -> bool:
    """Write somebody's letters and note it, unless they have left or been told meanwhile."""
    try:
        with transaction.atomic():
            # Whoever is being told by another process, or is just leaving, is not waited for.
            fresh = untold.still.select_for_update(of=("self",), skip_locked=True).first()
            if fresh is None:
                return False
            about = {untold.column: fresh}
            ToldChange.objects.bulk_create(
                ToldChange(change_id=key, at=now, **about) for key in untold.changes
            )
            untold.write(fresh)
    except IntegrityError:
        return False
    return True


def _untold_interests(this):
    """Those on the list who have something to hear."""
    for interest in _interests(this):
        told = {row.change_id for row in interest.told_changes.all()}
        courses = {course.pk for course in interest.courses.all()}
        changes, noted = [], []
        for thing in this.things:
            of_course = thing.course and thing.course.pk in courses
            of_programme = interest.whole_programme and interest.programme_id in thing.programmes
            if of_course or of_programme:
                mine = told_to(thing.changes, interest.created_at, told)
                changes.append((thing, mine))
                noted += mine
        lines = _lines(this, interest, changes)
        if lines:
            still = (
                Interest.objects.confirmed()
                .filter(pk=interest.pk)
                .select_related("programme__office")
            )
            yield Untold(
                still,
                "interest",
                [change.key for change in noted],
                _news_letters(this, noted, lines),
            )


def _lines(this, interest, changes):
    """By kind of letter, each thing with a line about it in the person's language."""
    lines = {}
    with override(interest.language):
        for thing, mine in changes:
            for moved in thing.standing(mine, this.today):
                kind = Kind.RUN_OPENED if moved.what is Told.ANNOUNCED else Kind.DATE_MOVED
                lines.setdefault(kind, []).append((thing, this.of(thing, moved)))
    return lines


def _news_letters(this, noted, lines):
    on = _day_of_the_last(noted)

    def write(interest):
        for kind, told in lines.items():
            title, page_url = _about(this, interest, [thing for thing, _line in told])
            about = {"title": title, "page_url": page_url, "wording": this.wordings[kind]}
            words = "\n".join(line for _thing, line in told)
            if kind == Kind.RUN_OPENED:
                interest_mails.run_opened(interest, on, runs=words, **about)
            else:
                interest_mails.date_moved(interest, on, changes=words, **about)

    return write


def _untold_applications(this):
    """Drafts and open cases whose applicants have something to hear.

    Of days alone, since they have applied already.
    """
    things = {thing.key: thing for thing in this.things}
    for application in _applications(this):
        programme = None if application.run_id else application.programme_id
        thing = things.get((application.run_id, programme, application.year))
        told = {row.change_id for row in application.told_changes.all()}
        days = (
            [change for change in thing.changes if change.what is not Told.ANNOUNCED]
            if thing
            else []
        )
        mine = told_to(days, application.created_at, told)
        with override(application.language):
            lines = (
                [this.of(thing, moved) for moved in thing.standing(mine, this.today)]
                if mine
                else []
            )
        if lines:
            target = {"pk": application.pk, "run": application.run_id, "year": application.year}
            still = (
                Application.objects.to_be_told()
                .filter(**target)
                .select_related("programme__office", "run__course")
            )
            yield Untold(
                still,
                "application",
                [change.key for change in mine],
                _case_notice(this, mine, lines),
            )


def _case_notice(this, noted, lines):
    on, words = _day_of_the_last(noted), "\n".join(lines)

    def write(application):
        application_mails.case_date_moved(
            application, on, changes=words, wording=this.wordings[Kind.CASE_DATE_MOVED]
        )

    return write


def _day_of_the_last(noted):
    return timezone.localdate(max(change.at for change in noted))


def _interests(this):
    """Those who want news of any of the things, with what they have been told of these."""
    courses = {thing.course.pk for thing in this.things if thing.course}
    programmes = set().union(*(thing.programmes for thing in this.things))
    wanted = Q(whole_programme=True, programme__in=programmes) | Q(
        pk__in=Interest.courses.through.objects.filter(course__in=courses).values("interest")
    )
    rows = Interest.objects.confirmed().kept(this.now, this.today).filter(wanted)
    rows = rows.prefetch_related(
        Prefetch("courses", Course.objects.only("pk")), _told_prefetch(this)
    )
    return rows.order_by("pk").iterator(CHUNK) if this.things else ()


def _applications(this):
    """Drafts and open cases to any of the things.

    Since a few conditions are quicker, to some others too.
    """
    runs = [thing.aim.pk for thing in this.things if thing.course]
    intakes = [thing.aim for thing in this.things if not thing.course]
    to_intake = Q(
        programme__in={each.programme_id for each in intakes},
        year__in={each.year for each in intakes},
    )
    rows = Application.objects.to_be_told().filter(Q(run__in=runs) | to_intake)
    return (
        rows.prefetch_related(_told_prefetch(this)).order_by("pk").iterator(CHUNK)
        if this.things
        else ()
    )


def _told_prefetch(this):
    changes = chain.from_iterable(thing.changes for thing in this.things)
    keys = [change.key for change in changes]
    return Prefetch("told_changes", ToldChange.objects.filter(change__in=keys))


def _changes_to_tell(now):
    """The changes that are news and that not all whom they concern have been told of."""
    done = ToldChange.objects.filter(change=OuterRef("pk"), interest=None, application=None)
    noted = DateChange.objects.filter(~Exists(done), at__gt=earliest_news(now), at__lte=now)
    return noted.select_related("run__course__home_programme", "programme").prefetch_related(
        "programme__intakes"
    )


def _noted(change):
    key = (change.run_id, change.programme_id, change.year)
    return Noted(change.pk, key, Told(change.what), change.old, change.new, change.at)


def _thing(change, changes, site):
    """The run or the intake of a change; None where it is not public, or made up.

    A demo tells of its examples, as its pages do; nowhere else is anybody
    written to about what is none.
    """
    aim = change.run or _intake(change)
    if aim.is_example and not settings.EXPORT_EXAMPLES:
        return None
    if change.run is None:
        return (
            Thing(aim, changes, frozenset({aim.programme_id}))
            if aim.programme_id in site.index.by_key
            else None
        )
    if not (change.run.is_published and change.run.course.is_published):
        return None
    having = {record.key for record in site.index.by_course.get(change.run.course_id, ())}
    home = {change.run.course.home_programme_id} & site.index.by_key.keys()
    return Thing(aim, changes, frozenset(having | home))


def _intake(change):
    """The intake of the change's year, with or without a row."""
    rows = {intake.year: intake for intake in change.programme.intakes.all()}
    intake = rows.get(change.year) or Intake(year=change.year)
    intake.programme = change.programme
    return intake


def _still_holds(moved, days, today):
    if moved.what is Told.ANNOUNCED:
        return days.is_ahead(today) and (days.deadline is None or days.deadline >= today)
    day = moved.new or moved.old
    return moved.new == days.by_kind()[moved.what] and day is not None and day >= today


def _about(this, interest, things):
    """What a letter is about, and the page with the dates.

    Of the course where it is one, else of the programme.
    """
    courses = {thing.course.pk: thing.course for thing in things if thing.course}
    with override(interest.language):
        if len(courses) == 1 and all(thing.course for thing in things):
            (course,) = courses.values()
            return str(course.title), signed_links.site_address(
                "catalogue:course", interest.language, course.slug
            )
        title = str(interest.programme.title)
    if this.site.count == 1 or interest.programme_id not in this.site.index.by_key:
        return title, signed_links.site_address("catalogue:deadlines", interest.language)
    return title, signed_links.site_address(
        "catalogue:programme_deadlines", interest.language, interest.programme.slug
    )
