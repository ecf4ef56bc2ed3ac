"""Judges a mix of backgrounds by the programme's rules, and writes and reads them as JSON, in turns; told as JSON."""

import argparse
import json
import time
from datetime import date
from fractions import Fraction
from itertools import cycle, islice, product

from django.core.management import call_command
from django.utils import timezone

from admissions.domain.background import Background, DegreeKind, background_record
from admissions.domain.eligibility import RequirementKind, assessment
from admissions.domain.work import WorkPeriod
from admissions.eligibility import requirements
from bench.measure.turns import Work, take_turns, told
from catalogue.models import Programme

# So many are done between two looks at the clock.
BATCH = 200


def main(arguments):
    parser = argparse.ArgumentParser(prog="python -m bench.measure.child bench.work.assessing")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1)
    options = parser.parse_args(arguments)
    call_command("migrate", verbosity=0)
    call_command("load_catalogue", verbosity=0)
    today = timezone.localdate()
    rows = requirements.set_in_force(Programme.objects.get(), today)
    rules, mix = requirements.domain_requirements(rows), backgrounds(rows)
    written = [background_record(background) for background in mix]
    judging = Work(
        "", lambda: rate_of(lambda each: assessment(rules, each, today), mix, options.seconds)
    )
    limit = Work(
        "JSON written and read",
        lambda: rate_of(lambda each: json.loads(json.dumps(each)), written, options.seconds),
    )
    take_turns(limit, [judging], options.rounds)
    print(json.dumps(told(limit, [judging])))
    return 0


def rate_of(do, things, seconds):
    """How many of the things, one after another, something is done to in a second that this process works."""
    done, endless = 0, cycle(things)
    before, until = time.process_time(), time.monotonic() + seconds
    while not done or time.monotonic() < until:
        for thing in islice(endless, BATCH):
            do(thing)
        done += BATCH
    return done / (time.process_time() - before)


def backgrounds(requirement_set):
    """Each kind of degree in each field, with no work, little, enough, in pieces, overlapping, and in another area."""
    fields = [
        code
        for row in requirements.of_kind(requirement_set, RequirementKind.DEGREE)
        for code in requirements.codes(row)
    ]
    areas = [
        code
        for row in requirements.of_kind(requirement_set, RequirementKind.WORK)
        for code in requirements.codes(row)
    ]
    return [
        Background(degree, field, work)
        for degree, field, work in product([None, *DegreeKind], [None, *fields], works(areas[0]))
    ]


def works(area):
    pieces = [(date(year, 2, 3), date(year, 9, 14)) for year in range(2015, 2021)]
    halves = [(date(2016, 1, 1), date(2019, 6, 30)), (date(2018, 5, 1), None)]
    return [
        (),
        (WorkPeriod(date(2026, 1, 15), date(2026, 6, 30), area),),
        (WorkPeriod(date(2020, 9, 1), None, area),),
        tuple(WorkPeriod(begin, end, area) for begin, end in pieces),
        tuple(WorkPeriod(begin, end, area, Fraction(1, 2)) for begin, end in halves),
        (WorkPeriod(date(2015, 1, 1), None, "elsewhere"),),
    ]
