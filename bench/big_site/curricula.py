"""The curricula of a big site, which add up, courses being shared between programmes."""

from bench.big_site.fixtures import in_languages
from bench.big_site.programmes import SHAPES
from bench.big_site.rows import BATCH, store
from catalogue import models
from catalogue.domain.curriculum import Kind


def make_curricula(plans):
    """Store what each programme consists of: its own courses, and some that it borrows."""
    _borrow_courses(plans)
    through = models.CurriculumEntry.recommended_after.through
    groups, entries, after = [], [], []
    for plan in plans:
        group, before = _group(plan), None
        for order, (kind, course) in enumerate(plan.entries, start=1):
            entry = models.CurriculumEntry(
                programme=plan.row, course=course, kind=kind, order=order
            )
            entries.append(entry)
            if kind == Kind.ELECTIVE:
                entry.group = group
            if kind == Kind.MANDATORY and before:
                after.append(through(curriculumentry=entry, course=before))
            before = course
        if group:
            groups.append(group)
    store(models.ElectiveGroup, groups)
    store(models.CurriculumEntry, entries)
    store(through, after)
    models.Programme.objects.bulk_update([plan.row for plan in plans], ["ects"], batch_size=BATCH)


def _borrow_courses(plans):
    """Add to the electives two courses of another programme whose courses are of the same size."""
    own = [plan.of_kind(Kind.MANDATORY)[:1] + plan.of_kind(Kind.ELECTIVE)[:1] for plan in plans]
    for plan, borrowed in zip(plans[len(SHAPES) :], own, strict=False):
        if plan.of_kind(Kind.ELECTIVE):
            plan.entries += [(Kind.ELECTIVE, course) for course in borrowed]


def _group(plan):
    """The electives, chosen by courses or ECTS by turns; the programme gets its ECTS with them."""
    electives = plan.of_kind(Kind.ELECTIVE)
    choose = min(plan.shape.choose, len(electives))
    chosen = choose * plan.shape.ects
    plan.row.ects = chosen + sum(
        course.ects for kind, course in plan.entries if kind != Kind.ELECTIVE
    )
    if not choose:
        return None
    title = {"title_da": "Valgfag", "title_en": "Electives"}
    words = in_languages(title, plan.row.text_languages)
    group = models.ElectiveGroup(programme=plan.row, **words)
    if plan.row.order % 2:
        group.choose_ects = chosen
    else:
        group.choose_courses = choose
    return group
