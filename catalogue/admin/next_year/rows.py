"""A row of next year's runs: the proposed copy, its form, its days, and what is said of it."""

from dataclasses import dataclass, field
from datetime import date

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from catalogue.admin.base import shown_values
from catalogue.admin.base.clash_words import what_both_changed
from catalogue.admin.base.forms import EARLIEST, LATEST, EditingForm
from catalogue.admin.base.marked_forms import marked
from catalogue.admin.run import CourseRunForm
from catalogue.changes import two_hands
from catalogue.domain.next_year import RunDates, a_year_on, already_made, flags
from catalogue.models import CourseRun, TeachingDay
from catalogue.text import check_phrases, phrases

VERSION, DAYS = "version", "days"
MOVED = ("starts_on", "ends_on", "opens_on", "reply_by", "exam_on", "reexam_on")
# What a run of a new year has not: its own exception and places, the old run's
# code and times of publishing.
LEFT_OUT = {
    "pk",
    "uuid",
    "code",
    "deadline_on",
    "deadline_reason_da",
    "deadline_reason_en",
    "places_taken",
    "cancelled_on",
    "is_published",
    "publish_at",
    "changed_at",
}


class NextRunForm(CourseRunForm):
    """What is most often changed of a run that is held again."""

    make = forms.BooleanField(label=gettext_lazy("Make this run"), required=False)

    class Meta:
        model = CourseRun
        fields = [*MOVED, "price_dkk", "places", "place_da", "place_en"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["starts_on"].required = True


class DayForm(EditingForm):
    """A teaching day moved along: another day, or none."""

    keep = forms.BooleanField(label=gettext_lazy("Keep"), required=False)

    class Meta:
        model = TeachingDay
        fields = ["on"]


@dataclass
class Row:
    """A run with its proposed copy; `others` are the starts of the course's other runs, by key."""

    run: CourseRun
    copy: CourseRun
    form: NextRunForm
    days: list[tuple[TeachingDay, DayForm]]
    others: dict[int, date] = field(default_factory=dict)
    version: str = ""

    @property
    def is_ticked(self):
        return self.form["make"].value() in (True, "on")

    @property
    def dates(self):
        """All dates as they stand in the form; what cannot be read there counts as not known."""
        read = {
            name: _day(self.form, name) for name in ("starts_on", "ends_on", "exam_on", "reexam_on")
        }
        read["starts_on"] = read["starts_on"] or self.copy.starts_on
        kept = [form for _moved, form in self.days if form["keep"].value()]
        days = [_day(form, "on") for form in kept]
        return RunDates(**read, teaching_days=tuple(day for day in days if day))

    @property
    def flags(self):
        return [check_phrases.flag(found) for found in flags(self.dates)]

    @property
    def made(self):
        """The key of the run that is taken for this one; None while there is none."""
        start = already_made(self.dates.starts_on, self.others.values())
        return next((key for key, other in self.others.items() if other == start), None)

    @property
    def deadline(self):
        return self._computed().closes_on

    @property
    def refund_day(self):
        return self._computed().refund_until

    @property
    def notes(self):
        """What is not as it was, in sentences."""
        told = []
        if self.run.deadline_on:
            day = phrases.short_date(self.run.deadline_on)
            told.append(
                _("The deadline exception (%(day)s) is not copied; the rule counts.") % {"day": day}
            )
        if self.run.is_example:
            told.append(_("An example: its copy is marked as one too."))
        if not self.run.course.is_published:
            told.append(_("The course is not published, so the run will not be shown."))
        return told

    def _computed(self):
        return CourseRun(course=self.run.course, starts_on=self.dates.starts_on)

    def is_valid(self):
        """Check the run and the days that are kept; no day may stand there twice."""
        whole = self.form.is_valid()
        seen = set()
        for day, form in self.days:
            if not form["keep"].value():
                continue
            whole = form.is_valid() and whole
            held = (form.cleaned_data.get("on"), day.starts_at)
            if held[0] and held in seen:
                form.add_error("on", _("This day stands here twice."))
                whole = False
            seen.add(held)
        return whole

    def save(self, *, publish):
        """Save the copy with the days that are kept; one by one, so that each has its history."""
        made = self.form.save(commit=False)
        made.is_published = publish
        made.save()
        for day, form in self.days:
            if form["keep"].value():
                day.run, day.on = made, form.cleaned_data["on"]
                day.save()
        return made


def row_of(run, others, sent=None):
    """The row of a run; `sent` is what was posted. A run that is there already starts unticked.

    What was sent for a run that somebody changed since the table was opened is merged with what is
    proposed now; the row is marked, and nothing is made of it until it is sent once more.
    """
    fresh = _row(run, others)
    if sent is None:
        return fresh
    sent, marks = _merged(fresh, sent)
    return _row(run, others, sent, marks, fresh.version)


def _row(run, others, sent=None, marks=None, version=""):
    days = list(run.teaching_days.all())
    dates = a_year_on(
        RunDates(
            **{name: getattr(run, name) for name in MOVED},
            teaching_days=tuple(day.on for day in days),
        )
    )
    kept = {
        column.name: getattr(run, column.name)
        for column in CourseRun._meta.fields
        if column.name not in LEFT_OUT
    }
    kept.pop("id")
    copy = CourseRun(**{**kept, **{name: getattr(dates, name) for name in MOVED}})
    is_made = already_made(copy.starts_on, others.values()) is not None
    form = marked(NextRunForm, marks)(
        sent, instance=copy, prefix=f"run-{run.pk}", initial={"make": not is_made}
    )
    moved = [
        _moved_day(day, on, sent, marks) for day, on in zip(days, dates.teaching_days, strict=True)
    ]
    row = Row(run, copy, form, moved, others, version)
    if not version:
        row.version = two_hands.sign(_now(row), _about(run))
    return row


def _moved_day(day, on, sent, marks):
    names = ("starts_at", "ends_at", "is_online", "place_da", "place_en")
    moved = TeachingDay(on=on, **{name: getattr(day, name) for name in names})
    form = marked(DayForm, marks)(
        sent, instance=moved, prefix=f"day-{day.pk}", initial={"keep": True}
    )
    return moved, form


def _now(row):
    """What an unsent row proposes; whether it is to be made says nothing of its run."""
    days = {form.prefix: shown_values.shown_by(form) for _day, form in row.days}
    return two_hands.Now(shown_values.shown_by(row.form, frozenset({"make"})), {DAYS: days})


def _about(run):
    return f"next year: {run.pk}"


def _merged(fresh, query):
    """(what was sent, merged with what is proposed now; the marks by the forms' prefixes)."""
    now = _now(fresh)
    prefix = fresh.form.prefix
    sent = shown_values.sent_to(fresh.form, now.fields, prefix, query)
    forms = {form.prefix: form for _day, form in fresh.days}
    sent_days = [
        two_hands.Sent(key, shown_values.sent_to(form, now.sets[DAYS][key], key, query))
        for key, form in forms.items()
        if f"{key}-on" in query
    ]
    version = two_hands.read(query.get(f"{prefix}-{VERSION}", ""), _about(fresh.run))
    opened = version or two_hands.not_known(now, {DAYS: sent_days})
    comparison = two_hands.compare(opened, now, sent, {DAYS: sent_days})
    if not comparison.is_stale:
        return query, {}
    query = query.copy()
    marks = {prefix: {"": _what_changed(fresh.form, comparison)}}
    placed = {prefix: comparison.fields, **{row.key: row for row in comparison.sets[DAYS]}}
    for key, merged in placed.items():
        shown_values.put_into(query, key, merged.values)
        form = forms.get(key, fresh.form)
        before = opened.fields if key == prefix else opened.sets[DAYS].get(key, {})
        current = now.fields if key == prefix else now.sets[DAYS][key]
        for name in merged.clashes:
            words = what_both_changed(form.fields[name], before[name], current[name])
            marks.setdefault(key, {})[name] = words
    return query, marks


def _what_changed(form, comparison):
    """What is said above a row whose run was changed since the table was opened."""
    words = [_("This run was changed since you opened the table.")]
    if comparison.fields.theirs:
        names = ", ".join(str(form.fields[name].label) for name in comparison.fields.theirs)
        words.append(_("Proposed anew: %(fields)s.") % {"fields": names})
    if any(row.is_touched for row in comparison.sets[DAYS]) or comparison.gone[DAYS]:
        words.append(_("Look at its teaching days."))
    words.append(_("Nothing has been made of it: look at it, and send the table again."))
    return " ".join(words)


def _day(form, name):
    value = form[name].value()
    if isinstance(value, date) or not value:
        return value or None
    try:
        day = form.fields[name].to_python(value)
    except ValidationError:
        return None
    return day if EARLIEST <= day <= LATEST else None
