"""The made-up courses of a big site: a share for each programme, with texts as long as those that staff write."""

from bench.big_site.rows import MARK, columns, permanent_id, slug_of
from bench.big_site.words import Pair
from catalogue.domain.curriculum import Kind
from catalogue.models import Course


def make_courses(count, plans, writer, universities, contacts):
    """Return the courses, not yet stored, having put each into its programme's plan."""
    courses = []
    for number, plan in enumerate(plans):
        share = count // len(plans) + (number < count % len(plans))
        for kind in _kinds(share, plan.shape):
            course = _course(len(courses), kind, plan, writer, universities, contacts)
            plan.entries.append((kind, course))
            courses.append(course)
    return courses


def _kinds(share, shape):
    thesis = 1 if share > 1 else 0
    mandatory = min(shape.mandatory, share - thesis)
    electives = share - thesis - mandatory
    return [Kind.MANDATORY] * mandatory + [Kind.ELECTIVE] * electives + [Kind.THESIS] * thesis


def _course(number, kind, plan, writer, universities, contacts):
    programme = plan.row
    is_thesis = kind == Kind.THESIS
    title = Pair("Masterprojekt", "Master’s thesis") if is_thesis else writer.course_title()
    texts = {
        "title": title,
        "summary": writer.sentence(),
        "content": writer.text(4, paragraphs=2),
        "outcomes": writer.outcomes(5),
        "teaching": writer.text(2),
        "exam": writer.text(1),
        "exam_aids": Pair("Alle skriftlige hjælpemidler", "All written aids"),
        "required": writer.text(1) if number % 3 == 0 else Pair("", ""),
        "recommended": writer.text(1) if number % 2 == 0 else Pair("", ""),
        "literature": writer.text(1),
    }
    return Course(
        uuid=permanent_id("course", number),
        slug=slug_of(title.da, number),
        code=f"{MARK}{number + 1}",
        ects=plan.shape.thesis if is_thesis else plan.shape.ects,
        home_programme=programme,
        host=None
        if number % 17 == 16
        else universities[(number * 5 + number // 7) % len(universities)],
        teaching_languages=[["da"], ["en"], ["da", "en"], ["da"], []][number % 5],
        exam_languages=[["da"], ["en"], ["da", "en"], ["da"], []][number % 5],
        seasons=[["spring"], ["autumn"], ["spring", "autumn"], []][number % 4],
        coordinator=None if number % 11 == 10 else contacts[number % len(contacts)],
        grading=["seven_point", "pass_fail", ""][number % 3],
        examiner=["internal", "external", ""][number % 3],
        is_published=True,
        **columns(texts, programme.text_languages),
    )
