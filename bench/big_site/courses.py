"""The made-up courses of a big site: a share for each programme."""

from bench.big_site.rows import MARK, columns, permanent_id, slug_of, store
from bench.big_site.words import Pair
from catalogue.domain.curriculum import Kind
from catalogue.models import Course

LANGUAGES = [["da"], ["en"], ["da", "en"], ["da"], []]


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
    is_thesis = kind == Kind.THESIS
    nothing = Pair("", "")
    host = universities[(number * 5 + number // 7) % len(universities)]
    texts = {
        "title": Pair("Masterprojekt", "Master’s thesis") if is_thesis else writer.course_title(),
        "summary": writer.sentence(),
        "content": writer.text(4, paragraphs=2),
        "outcomes": writer.outcomes(5),
        "teaching": writer.text(2),
        "exam": writer.sentence(),
        "exam_aids": Pair("Alle skriftlige hjælpemidler", "All written aids"),
        "required": nothing if number % 3 else writer.sentence(),
        "recommended": nothing if number % 2 else writer.sentence(),
        "literature": writer.sentence(),
    }
    return Course(
        uuid=permanent_id("course", number),
        slug=slug_of(texts["title"].da, number),
        code=f"{MARK}{number + 1}",
        ects=plan.shape.thesis if is_thesis else plan.shape.ects,
        home_programme=plan.row,
        host=None if number % 17 == 16 else host,
        teaching_languages=LANGUAGES[number % 5],
        exam_languages=LANGUAGES[number % 5],
        seasons=[["spring"], ["autumn"], ["spring", "autumn"], []][number % 4],
        coordinator=None if number % 11 == 10 else contacts[number % len(contacts)],
        grading=["seven_point", "pass_fail", ""][number % 3],
        examiner=["internal", "external", ""][number % 3],
        is_published=True,
        **columns(texts, plan.row.text_languages),
    )
