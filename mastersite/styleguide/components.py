"""The examples of every component: a new one gets a function here that gives its states."""

from datetime import timedelta
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from catalogue.domain.curriculum import Kind
from catalogue.models import Intake
from catalogue.public.strip import brackets, is_crowded, strip, structure_rows
from catalogue.views.deadlines import Deadline, year_ruler
from mastersite.styleguide import rows
from mastersite.styleguide.form_pack import IN_ORDER, SampleForm
from mastersite.styleguide.guide import Example, examples_of

COURSES = '<ul class="list courses" role="list">{}</ul>'
RUN_LIST = '<ul class="list runs" role="list">{}</ul>'
DATES = '<ul class="list dates" role="list">{}</ul>'
BESIDE_WORDS = '<div class="empty">{}<p>…</p></div>'
IN_A_HEADER = '<div class="top"><div class="wrap"><p class="top__brand">{}</p></div></div>'
# The usual deadline is eight weeks before the start.
WEEKS = 56
# Each state of a run: its name, in how many days it starts, and what makes it so.
RUNS = [
    (_("planned, without dates"), None, {}),
    (_("not yet open for applications"), WEEKS + 90, {"opens": 30}),
    (
        _("open for applications"),
        WEEKS + 60,
        {"days": 3, "places": 24, "places_taken": 9, "price_dkk": Decimal(10500)},
    ),
    (
        _("closes within 14 days"),
        WEEKS + 9,
        {"days": 1, "is_example": True, "price_dkk": Decimal(10500)},
    ),
    (_("closes today"), WEEKS, {}),
    (_("full, with a waiting list"), WEEKS + 40, {"places": 20, "places_taken": 20}),
    (
        _("full, without a waiting list"),
        WEEKS + 40,
        {"places": 20, "places_taken": 20, "has_waiting_list": False},
    ),
    (_("closed for applications"), 20, {}),
    (_("running at the moment"), -20, {"days": 2}),
    (_("held already"), -200, {}),
    (_("cancelled"), WEEKS + 40, {"cancelled": True}),
]


def runs(day):
    """(state, run) for each state that a run can be in."""
    for state, starts_in, facts in RUNS:
        values = dict(facts)
        opens, cancelled = values.pop("opens", None), values.pop("cancelled", False)
        opens_on = opens and day + timedelta(days=opens)
        cancelled_on = day if cancelled else None
        run = rows.run(day, starts_in, opens_on=opens_on, cancelled_on=cancelled_on, **values)
        yield state, run


@examples_of("components/course_row.html")
def course_row(day):
    for state, run in runs(day):
        item = rows.listed(day, run)
        yield Example(state, {"item": item, "largest": Decimal(15)}, inside=COURSES)
    known = rows.run(
        day, WEEKS + 60, is_example=True, host=rows.university(), teaching_languages=["da", "en"]
    )
    item = rows.listed(day, known, kind=Kind.ELECTIVE)
    yield Example(
        _("an example with everything known"),
        {"item": item, "largest": Decimal(15)},
        inside=COURSES,
    )
    item = rows.listed(day, known)
    later = rows.run(day, WEEKS + 250, course=known.course, host=rows.other_university())
    item.runs = [(run, run.status(day)) for run in (known, later)]
    item.course.home_programme, item.names_home = rows.programme(), True
    yield Example(
        _("held again elsewhere, in a list of several programmes"),
        {"item": item, "largest": Decimal(15)},
        inside=COURSES,
    )
    item = rows.listed(
        day, kind=Kind.THESIS, title_da="", title_en="A Thesis in English only", ects=Decimal(15)
    )
    yield Example(
        _("without a run, and in one language"),
        {"item": item, "largest": Decimal(15)},
        inside=COURSES,
    )


@examples_of("components/course_run.html")
def course_run(day):
    for state, run in runs(day):
        yield Example(
            state,
            {"run": run, "status": run.status(day), "today": day, "takes_applications": True},
            inside=RUN_LIST,
        )
    moved = rows.run(
        day,
        30,
        deadline_on=day + timedelta(days=16),
        deadline_reason_da="Der er stadig plads på holdet.",
        deadline_reason_en="There are still places on the run.",
        place_da="Øvelseshuset",
        place_en="The Practice House",
        host=rows.university(),
        reply_by=day + timedelta(days=20),
        exam_on=day + timedelta(days=110),
        reexam_on=day + timedelta(days=150),
    )
    context = {"run": moved, "status": moved.status(day), "today": day}
    yield Example(
        _("with an exception to the deadline, and every date known"), context, inside=RUN_LIST
    )


@examples_of("components/refund_day.html")
def refund_day(day):
    yield Example(_("ahead"), {"run": rows.run(day, 90), "today": day})
    yield Example(_("passed"), {"run": rows.run(day, 10, is_example=True), "today": day})
    yield Example(_("not known"), {"run": rows.run(day), "today": day})


@examples_of("components/deadline.html")
def deadline(day):
    for state, run in runs(day):
        if run.closes_on:
            item, status = rows.listed(day, run), run.status(day)
            shown = Deadline(run.closes_on, status, None, item=item, run=run)
            yield Example(state, {"deadline": shown, "today": day}, inside=DATES)
    for state, site in [
        (_("of the whole programme, where there is one"), rows.Site(rows.programme())),
        (_("of a programme among several"), rows.Site()),
    ]:
        intake = Intake(
            programme=rows.programme(), year=day.year, deadline_on=day + timedelta(days=150)
        )
        intake.deadline_reason_da, intake.deadline_reason_en = (
            "Optaget er forlænget.",
            "The intake was prolonged.",
        )
        shown = Deadline(intake.closes_on, intake.status(day), intake.programme, intake=intake)
        yield Example(state, {"deadline": shown, "today": day, "site": site}, inside=DATES)


@examples_of("components/due.html")
def due(day):
    intake = Intake(
        programme=rows.programme(), year=day.year, deadline_on=day + timedelta(days=150)
    )
    whole = {"intake": intake, "intake_status": intake.status(day), "programme": intake.programme}
    for state, days in [
        (_("far off"), 60),
        (_("closes within 14 days"), 9),
        (_("closes tomorrow"), 1),
        (_("closes today"), 0),
    ]:
        item = rows.listed(day, rows.run(day, WEEKS + days, is_example=days == 1))
        yield Example(state, {"soonest": item.status, "soonest_item": item, **whole})
    yield Example(
        _("of the whole programme"), {"soonest": intake.status(day), "soonest_item": None, **whole}
    )
    full = Intake(
        programme=rows.programme(),
        year=day.year,
        deadline_on=intake.deadline_on,
        places=20,
        places_taken=20,
    )
    item = rows.listed(day, rows.run(day, WEEKS + 60))
    context = {
        **whole,
        "intake": full,
        "intake_status": full.status(day),
        "soonest": item.status,
        "soonest_item": item,
    }
    yield Example(_("of a course, where the whole programme is full"), context)
    yield Example(_("passed: nothing is shown"), {"soonest": None})


@examples_of("components/empty_gel.html")
def empty_gel(day):
    yield Example(_("the only state"), inside=BESIDE_WORDS)


@examples_of("components/error_summary.html")
def error_summary(day):
    yield Example(_("several errors"), {"form": SampleForm(IN_ORDER, {"email": "x"})})
    complete = SampleForm.complete | {"email": "wrong@example.org"}
    yield Example(_("one error, of the whole form"), {"form": SampleForm(IN_ORDER, complete)})
    yield Example(
        _("no error: nothing is shown"), {"form": SampleForm(IN_ORDER, SampleForm.complete)}
    )


@examples_of("components/example.html")
def example(day):
    yield Example(_("made up"), {"is_example": True})
    yield Example(_("real: nothing is shown"), {"is_example": False})


@examples_of("components/footer.html")
def footer(day):
    programme = rows.programme()
    yield Example(_("everything known"), {"site": rows.Site(programme), "shows_examples": True})
    yield Example(_("nothing known"), {"site": rows.Site()})


@examples_of("components/mark.html")
def mark(day):
    yield Example(_("of one programme"), {"site": rows.Site(rows.programme())}, inside=IN_A_HEADER)
    yield Example(_("of a site with several programmes"), {"site": rows.Site()}, inside=IN_A_HEADER)


@examples_of("components/note.html")
def note(day):
    yield Example(_("a remark"), {"text": _("This text is only available in English."), "tone": ""})
    yield Example(_("all went well"), {"text": _("Your answers are saved."), "tone": "ok"})
    yield Example(_("take care"), {"text": _("The price has not been announced."), "tone": "warn"})
    yield Example(_("gone wrong"), {"text": _("Your answers could not be saved."), "tone": "bad"})


@examples_of("components/strip.html")
def programme_strip(day):
    for state, programme in [
        (_("few courses: lying where there is room"), rows.programme()),
        (_("without electives"), rows.programme(mandatory=2, electives=0)),
        (_("crowded: upright, with an overview above"), rows.programme(mandatory=8, electives=3)),
    ]:
        drawn = strip(programme)
        crowded = is_crowded(drawn, programme.ects)
        yield Example(
            state,
            {
                "programme": programme,
                "strip": drawn,
                "brackets": brackets(drawn),
                "crowded": crowded,
            },
        )


@examples_of("components/structure_table.html")
def structure_table(day):
    programme = rows.programme()
    yield Example(
        _("the only state"),
        {"programme": programme, "structure": structure_rows(programme, strip(programme))},
    )


@examples_of("components/unknown.html")
def unknown(day):
    yield Example(_("the only state"))


@examples_of("components/year.html")
def year(day):
    found = [
        (run, run.status(day))
        for _state, run in runs(day)
        if run.closes_on and run.closes_on >= day
    ]
    ahead = [
        Deadline(run.closes_on, status, None, rows.listed(day, run), run) for run, status in found
    ]
    intake = Intake(
        programme=rows.programme(), year=day.year, deadline_on=day + timedelta(days=150)
    )
    whole = Deadline(intake.closes_on, intake.status(day), intake.programme, intake=intake)
    yield Example(_("with deadlines"), {"ruler": year_ruler([(day, [*ahead, whole])], day)})
    yield Example(_("without deadlines"), {"ruler": year_ruler([], day)})
