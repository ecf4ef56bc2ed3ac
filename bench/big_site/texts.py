"""What editors write around courses, as in the fixtures: target groups, voices, questions."""

from bench.big_site.fixtures import rows_of
from bench.big_site.rows import store
from catalogue.models import Audience, Question, TextPage, Voice


def make_texts(plans, writer):
    """Store for each programme all that the fixtures have, and once what is the whole site's."""
    audiences, voices = [], []
    questions = [Question(**row) for row in rows_of(Question)]
    for plan in plans:
        audiences += [Audience(programme=plan.row, **row) for row in rows_of(Audience)]
        questions += [Question(programme=plan.row, **row) for row in rows_of(Question)[:2]]
        for row in rows_of(Voice):
            voices.append(Voice(programme=plan.row, name=writer.name(), **row))
    store(Audience, audiences)
    store(Voice, voices)
    store(Question, questions)
    store(TextPage, [TextPage(**row) for row in rows_of(TextPage)])
