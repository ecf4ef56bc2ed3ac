"""What editors write around the courses of a big site: target groups, voices, questions, pages."""

from datetime import timedelta

from bench.big_site.rows import store
from bench.big_site.words import Pair
from catalogue.models import Audience, Question, TextPage, Voice

ROLE = Pair("Underviser (opdigtet)", "Teacher (made up)")
TOPIC = Pair("Studiet", "Studying")


def make_texts(plans, today, writer):
    audiences, voices = [], []
    questions = [_question(None, order, writer) for order in range(6)]
    for plan in plans:
        audiences += [_audience(plan.row, order, writer) for order in range(3)]
        questions += [_question(plan.row, order, writer) for order in range(2)]
        words = {**ROLE.columns("role"), **writer.text(3).columns("text")}
        voices.append(Voice(programme=plan.row, name=writer.name(), **words))
    store(Audience, audiences)
    store(Voice, voices)
    store(Question, questions)
    store(TextPage, [_page(key, today, writer) for key in TextPage.Key.values])


def _audience(programme, order, writer):
    return Audience(
        programme=programme,
        order=order,
        **writer.compound().columns("heading"),
        **writer.text(2).columns("text"),
    )


def _question(programme, order, writer):
    compound = writer.compound()
    asked = Pair(f"Hvor meget fylder {compound.da}?", f"How much is there of {compound.en}?")
    return Question(
        programme=programme,
        order=order,
        **TOPIC.columns("topic"),
        **asked.columns("question"),
        **writer.text(3).columns("answer"),
    )


def _page(key, today, writer):
    return TextPage(
        key=key,
        reviewed_on=today - timedelta(days=40),
        **writer.sentence().columns("lead"),
        **writer.text(4, paragraphs=4).columns("body"),
    )
