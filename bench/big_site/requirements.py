"""The rules of admission of a big site: those of the fixtures for each programme."""

from datetime import date

from bench.big_site.fixtures import rows_of
from bench.big_site.rows import store
from catalogue import models

FILE = "requirements.json"


def make_requirements(plans, today):
    """Store a set in force for each programme, and for every tenth one that is yet to come."""
    sets = [_set(plan, 1, date(today.year - 2, 1, 1)) for plan in plans]
    sets += [_set(plan, 2, date(today.year + 1, 1, 1)) for plan in plans[9::10]]
    requirements, options, branches = [], [], []
    for its_set in sets:
        for row in rows_of(models.Requirement, FILE):
            requirement = models.Requirement(requirement_set=its_set, **row)
            requirements.append(requirement)
            options += _parts(models.RequirementOption, requirement)
            branches += _parts(models.RequirementBranch, requirement)
    store(models.RequirementSet, sets)
    store(models.Requirement, requirements)
    store(models.RequirementOption, options)
    store(models.RequirementBranch, branches)


def _set(plan, version, starts_on):
    (row,) = rows_of(models.RequirementSet, FILE)
    row = {**row, "version": version, "starts_on": starts_on}
    return models.RequirementSet(programme=plan.row, **row)


def _parts(model, requirement):
    rows = rows_of(model, FILE, requirement=requirement.number)
    return [model(requirement=requirement, **row) for row in rows]
