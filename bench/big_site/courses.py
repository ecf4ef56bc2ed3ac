"""The made-up courses of a big site: a share for each programme."""

from bench.big_site.fixtures import in_languages, rows_of
from bench.big_site.rows import MARK, but_one_in, by_turns, permanent_id, slug_of, store
from catalogue.domain.curriculum import Kind
from catalogue.models import Course

THESIS = ("Masterprojekt", "Master’s thesis")
MORE_TEXTS = ["teaching", "exam", "required", "recommended", "literature"]


def make_courses(count, plans, writer, universities, contacts):
    """Store the courses, having put each into its programme's plan, and return them."""
    courses = []
    for number, plan in enumerate(plans):
        share = count // len(plans) + (number < count % len(plans))
        for kind in _kinds(share, plan.shape):
            course = _course(len(courses), kind, plan, writer, universities, contacts)
            plan.entries.append((kind, course))
            courses.append(course)
    return store(Course, courses)


def _kinds(share, shape):
    thesis = 1 if share > 1 else 0
    mandatory = min(shape.mandatory, share - thesis)
    electives = share - thesis - mandatory
    return [Kind.MANDATORY] * mandatory + [Kind.ELECTIVE] * electives + [Kind.THESIS] * thesis


def _course(number, kind, plan, writer, universities, contacts):
    title, ects = writer.course_title(), plan.shape.ects
    if kind == Kind.THESIS:
        title, ects = THESIS, plan.shape.thesis
    languages = by_turns(number, ["da"], ["en"], ["da", "en"], ["da"], [])
    values = {
        **_texts(writer, title),
        "slug": slug_of(title[0], number),
        "code": f"{MARK}{number + 1}",
        "ects": ects,
        "teaching_languages": languages,
        "exam_languages": languages,
        "seasons": by_turns(number, ["spring"], ["autumn"], ["spring", "autumn"], []),
        "grading": by_turns(number, "seven_point", "pass_fail", ""),
        "examiner": by_turns(number, "internal", "external", ""),
    }
    return Course(
        uuid=permanent_id("course", number),
        home_programme=plan.row,
        # They go round at another pace than programmes and runs.
        host=but_one_in(17, number, by_turns(number * 5 + number // 7, *universities)),
        coordinator=but_one_in(11, number, by_turns(number, *contacts)),
        **in_languages(values, plan.row.text_languages),
    )


def _texts(writer, title):
    """A course's columns in the fixtures; where they say little, some have the summary again."""
    columns = {**writer.choice(rows_of(Course))}
    columns["title_da"], columns["title_en"] = title
    for name in writer.sample(MORE_TEXTS, k=3):
        columns[f"{name}_da"] = columns["summary_da"]
        columns[f"{name}_en"] = columns["summary_en"]
    return columns
