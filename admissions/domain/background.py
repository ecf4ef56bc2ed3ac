"""What a person tells of degrees, work, languages and more, and the shape it is kept in."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Any

from admissions.domain.work import WorkPeriod

VERSION = 1
# Told of a field of study or an area of work: another one than those that can be chosen.
NONE_OF_THESE = "none"


class DegreeKind(StrEnum):
    """The kinds of degree that requirements tell apart.

    A master is a Danish kandidat or its equivalent, medium-cycle an MVU or professionsbachelor.
    """

    MASTER = "master"
    MEDIUM_CYCLE = "medium_cycle"
    UNIVERSITY_BACHELOR = "university_bachelor"
    FOREIGN = "foreign"
    SHORT_CYCLE = "short_cycle"
    NONE = "none"


@dataclass(frozen=True)
class LanguageSkill:
    """A language and the code of the level reached in it; None where none is."""

    language: str
    level: str | None


@dataclass(frozen=True)
class Background:
    """What a person tells about degree, work, languages and declarations.

    What was not told is None, or stands nowhere: a degree, a field, work (an empty tuple is told:
    none), a language, a declaration. `declarations` are those that were made, `denied` those that
    were asked for and not made.
    """

    degree: DegreeKind | None
    degree_field: str | None = None
    work: tuple[WorkPeriod, ...] | None = None
    languages: tuple[LanguageSkill, ...] = ()
    declarations: frozenset[str] = frozenset()
    denied: frozenset[str] = frozenset()


def background_record(background: Background) -> dict[str, Any]:
    """Return a background as it is kept: plain values that JSON has, read back by `background_of`.

    The shape, version 1: `version`; `degree` (a kind of degree) and `degree_field` (the code of an
    option, or "none"), each null where it was not told; `work`, null where it was not told, else a
    list of jobs with `starts_on`, `ends_on` (ISO dates; null while it goes on), `area` (the code of
    an option, "none", or null where areas are not told apart) and `share` of full time (a fraction
    such as "1/2"); `languages`, a list of `language` and `level` (a code, or null for none);
    `declarations`, each code with whether it was made.
    """
    made = dict.fromkeys(sorted(background.declarations), True)
    denied = dict.fromkeys(sorted(background.denied), False)
    return {
        "version": VERSION,
        "degree": background.degree and str(background.degree),
        "degree_field": background.degree_field,
        "work": None if background.work is None else [_job_record(job) for job in background.work],
        "languages": [
            {"language": skill.language, "level": skill.level} for skill in background.languages
        ],
        "declarations": made | denied,
    }


def background_of(record: dict[str, Any]) -> Background:
    """Return the background that a record of `background_record` holds."""
    jobs = record["work"]
    declared: dict[str, bool] = record["declarations"]
    degree = DegreeKind(record["degree"]) if record["degree"] else None
    work = None if jobs is None else tuple(_job_of(job) for job in jobs)
    return Background(
        degree=degree,
        degree_field=record["degree_field"],
        work=work,
        languages=tuple(LanguageSkill(**skill) for skill in record["languages"]),
        declarations=frozenset(code for code, is_made in declared.items() if is_made),
        denied=frozenset(code for code, is_made in declared.items() if not is_made),
    )


def _job_record(job: WorkPeriod) -> dict[str, Any]:
    return {
        "starts_on": job.starts_on.isoformat(),
        "ends_on": job.ends_on and job.ends_on.isoformat(),
        "area": job.area,
        "share": str(job.share),
    }


def _job_of(record: dict[str, Any]) -> WorkPeriod:
    ends_on = date.fromisoformat(record["ends_on"]) if record["ends_on"] else None
    return WorkPeriod(
        starts_on=date.fromisoformat(record["starts_on"]),
        ends_on=ends_on,
        area=record["area"],
        share=Fraction(record["share"]),
    )
