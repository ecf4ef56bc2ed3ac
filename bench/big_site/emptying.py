"""Takes an earlier big site away, and refuses a database that holds anything else."""

from django.db import connection

from admissions.models import Interest
from bench.big_site.rows import MARK
from catalogue import models

CHILDREN_FIRST = [
    models.DateChange,
    models.FormerAddress,
    models.Preview,
    models.TeachingDay,
    models.CourseRun,
    models.CurriculumEntry.recommended_after.through,
    models.CurriculumEntry,
    models.ElectiveGroup,
    models.RequirementBranch,
    models.RequirementOption,
    models.Requirement,
    models.RequirementSet,
    models.Intake,
    models.Audience,
    models.Voice,
    models.Question,
    models.TextPage,
    models.Course,
    models.Programme.partners.through,
    models.Programme,
    models.Contact,
    models.StaffRole,
    models.University,
]


class NotOursError(Exception):
    """The database holds something that the maker of big sites has not made."""


def empty():
    """Take an earlier big site away, children first; raise NotOursError where anything is not of a big site."""
    refuse_foreign_rows()
    models.Programme.objects.update(single_course_set=None)
    for model in CHILDREN_FIRST:
        # Plain deletion would fetch every row to look for what hangs on it.
        model._default_manager.all()._raw_delete(connection.alias)


def refuse_foreign_rows():
    """Raise NotOursError when the database holds content that is not of a big site."""
    foreign = [
        Interest.objects.all(),
        models.Programme.objects.exclude(code__startswith=MARK),
        models.Course.objects.exclude(code__startswith=MARK),
        models.University.objects.exclude(slug__startswith=MARK),
        models.Contact.objects.exclude(slug__startswith=MARK),
    ]
    if not models.University.objects.exists():
        foreign += [models.Question.objects.all(), models.TextPage.objects.all()]
    for rows in foreign:
        if row := rows.first():
            raise NotOursError(
                f"The database holds a {row._meta.model_name} (number {row.pk}) that is not of a big site: "
                "name an empty database in MASTERSITE_DATABASE_URL, or a folder without one in MASTERSITE_VAR."
            )
