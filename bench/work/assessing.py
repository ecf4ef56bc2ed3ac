"""Judges a mix of backgrounds by the programme's rules, in turns with writing them as JSON."""

import json
import time
from datetime import date
from fractions import Fraction
from functools import partial
from itertools import cycle, islice, product

from django.core.management import call_command
from django.utils import timezone

from admissions.domain.background import Background, DegreeKind, background_record
from admissions.domain.eligibility import RequirementKind, assessment
from admissions.domain.work import WorkPeriod
from admissions.eligibility import requirements
from bench.measure.turns import Work, take_turns
from catalogue.models import Programme

# About as many as a second's work; what is measured is the work, not the time it took.
JUDGED_A_SECOND, WRITTEN_A_SECOND = 50000, 150000


def measured(rounds, seconds):
    call_command("load_catalogue", verbosity=0)
    today = timezone.localdate()
    rows = requirements.set_in_force(Programme.objects.get(), today)
    rules, mix = requirements.domain_requirements(rows), backgrounds(rows)
    judge = partial(assessment, rules, reference_on=today)
    written = [background_record(background) for background in mix]
    judged, many = int(seconds * JUDGED_A_SECOND), int(seconds * WRITTEN_A_SECOND)
    limit = Work("JSON written and read", partial(rate_of, copied, written, many))
    judging = Work("", partial(rate_of, judge, mix, judged))
    return take_turns(limit, [judging], rounds)


def copied(record):
    return json.loads(json.dumps(record))


def rate_of(do, values, many):
    """How often something is done to one value after another in a second that this works."""
    before = time.process_time()
    for value in islice(cycle(values), many):
        do(value)
    return many / (time.process_time() - before)


def backgrounds(requirement_set):
    """Each kind of degree in each field, with each kind of working life."""
    fields = _codes(requirement_set, RequirementKind.DEGREE)
    area, *_others = _codes(requirement_set, RequirementKind.WORK)
    mix = product([None, *DegreeKind], [None, *fields], works(area))
    return [Background(degree, field, work) for degree, field, work in mix]


def _codes(requirement_set, kind):
    codes = []
    for row in requirements.of_kind(requirement_set, kind):
        codes += requirements.codes(row)
    return codes


def works(area):
    """No work, little, enough, in pieces, overlapping, and in another area."""
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
