"""What importing a file would do: which rows are new, changed or wrong; nothing is written."""

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils.text import get_text_list
from django.utils.translation import gettext

from catalogue.admin.exchange import cells
from catalogue.admin.exchange.batches import in_batches
from catalogue.admin.exchange.judge import Judge, PlannedRow, Refusal
from catalogue.admin.exchange.read_file import UnreadableError, read_table
from catalogue.admin.exchange.resources import folded
from catalogue.models import Course, CourseRun, Programme
from catalogue.text import phrases


@dataclass
class Plan:
    """All rows that do something or are wrong, and how many there are of each kind."""

    total: int = 0
    unchanged: int = 0
    rows: list = field(default_factory=list)
    warnings: list = field(default_factory=list)
    unknown: list = field(default_factory=list)
    absent: list = field(default_factory=list)
    fingerprints: dict = field(default_factory=dict)
    read_as: str = ""

    @property
    def new(self):
        return [row for row in self.rows if row.is_new]

    @property
    def changed(self):
        return [row for row in self.rows if row.is_changed]

    @property
    def wrong(self):
        return [row for row in self.rows if row.is_wrong]

    @property
    def does_something(self):
        return bool(self.rows) and not self.wrong


def planning(exchange, may, name, content):
    """Plan the file for whom `may` answers: yields the plan as it grows, some rows at a time.

    `done` of them is told by the second value. Raises UnreadableError.
    """
    table = read_table(name, content)
    columns, unknown = _columns(exchange, table.headings)
    absent = [column.heading for name, column in exchange.fields.items() if name not in columns]
    plan = Plan(total=len(table.rows), unknown=unknown, absent=absent, read_as=table.read_as)
    judge = Judge(exchange, may)
    done = 0
    for some in in_batches(table.rows):
        whole = []
        for number, row in some:
            if number in table.problems:
                plan.rows.append(_not_read(number, table.problems[number]))
            else:
                whole.append((number, _cells(columns, row)))
        _judge_some(exchange, judge, plan, whole)
        done += len(some)
        yield plan, done
    plan.warnings = [*_programmes_that_vanish(plan), *_runs_there_are(plan)]
    # The plan is whole only now, and a file without rows has one too.
    yield plan, done


def _columns(exchange, headings):
    """Find the columns of the file, position by name, and the headings that mean nothing here."""
    known = {}
    for name, column in exchange.fields.items():
        known |= dict.fromkeys(column.headings(), name)
    found = {
        known[folded(heading)]: at
        for at, heading in enumerate(headings)
        if folded(heading) in known
    }
    wanted = ["slug"] if exchange.model is Course else ["uuid", "course"]
    missing = [exchange.fields[name].heading for name in wanted if name not in found]
    if missing:
        words = gettext(
            "The file needs the columns: %(names)s. Their headings stand in the first row."
        )
        raise UnreadableError(words % {"names": get_text_list(missing, gettext("and"))})
    counted = Counter(
        known.get(folded(heading), folded(heading)) for heading in headings if heading
    )
    twice = [name for name, number in counted.items() if number > 1]
    if twice:
        raise UnreadableError(
            gettext("A column stands here twice: %(names)s.") % {"names": ", ".join(twice)}
        )
    unknown = [
        cells.as_text(heading)[:50]
        for heading in headings
        if heading and folded(heading) not in known
    ]
    return found, unknown


def _cells(columns, row):
    return {name: row[at] if at < len(row) else None for name, at in columns.items()}


def _not_read(number, problems):
    """A row that is refused before anything is asked of it."""
    refusals = [Refusal(each.heading, each.stands, each.words) for each in problems]
    return PlannedRow(number, refusals=refusals)


def _judge_some(exchange, judge, plan, keyed):
    targets = exchange.found([exchange.key_of(row[exchange.key]) for _number, row in keyed])
    judge.look_up([row for _number, row in keyed])
    for number, row in keyed:
        planned = judge.judge(number, row, targets.get(exchange.key_of(row[exchange.key])))
        plan.fingerprints[str(number)] = planned.fingerprint
        if planned.is_wrong or planned.is_new or planned.is_changed:
            plan.rows.append(planned)
        else:
            plan.unchanged += 1


def _programmes_that_vanish(plan):
    """Warn of programmes that are shown now and would no longer add up."""
    sizes = {row.key: row.changes["ects"] for row in plan.changed if "ects" in row.changes}
    if not sizes:
        return
    names = Course.objects.filter(pk__in=sizes).values_list("pk", "uuid")
    by_name = {name: sizes[key] for key, name in names}
    touched = Q(pk__in=Programme.objects.filter(entries__course__in=list(sizes)).values("pk"))
    for programme in Programme.objects.published().with_curriculum().filter(touched):
        if programme.findings():
            continue
        found = " ".join(phrases.finding(finding) for finding in programme.findings(by_name))
        if found:
            words = gettext("%(programme)s would no longer be shown to the public: %(findings)s")
            yield words % {"programme": programme, "findings": found}


def _runs_there_are(plan):
    """Warn of new runs that start on a day on which the course already has a run.

    The file may be an old one.
    """
    starts = {
        (row.changes["course"].pk, row.changes["starts_on"]): row
        for row in plan.new
        if "course" in row.changes and row.changes.get("starts_on")
    }
    there = CourseRun.objects.filter(course__in={course for course, _day in starts})
    for course, day in there.values_list("course", "starts_on").distinct():
        row = starts.get((course, day))
        if row:
            words = gettext("Row %(number)d makes a new run, but there is one already: %(title)s.")
            yield words % {"number": row.number, "title": row.title}
