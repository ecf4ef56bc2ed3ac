"""Write docs/application-states.md from the table of steps."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from admissions.domain.workflow import STEPS, Actor, State
from admissions.text import application_phrases

PLACE = Path(settings.BASE_DIR) / "docs" / "application-states.md"
HEAD = """\
# What an application can become

Made from `admissions/domain/workflow.py` by `python manage.py write_state_table`; \
a test fails where it differs.
No decision is made by the clock: the timer only erases what has been kept long enough.

"""


class Command(BaseCommand):
    help = "Write docs/application-states.md from the table of steps."

    def handle(self, **options):
        PLACE.write_text(state_table(), encoding="utf-8")
        self.stdout.write(f"Written: {PLACE.relative_to(settings.BASE_DIR)}")


def state_table():
    """Return the document: a diagram, and the same as a table."""
    with override("en"):
        return f"{HEAD}{_diagram()}\n{_table()}"


def _diagram():
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {State.DRAFT}"]
    for step in STEPS:
        words = application_phrases.action(step.action)
        for source in State:
            if source in step.sources:
                lines.append(f"    {source} --> {step.leads_to(source)}: {words}")
    return "\n".join([*lines, "```", ""])


def _table():
    lines = ["| step | by | from | to |", "|---|---|---|---|"]
    for step in STEPS:
        action = application_phrases.action(step.action)
        actors = _in_words(application_phrases.actor, Actor, step.actors)
        sources = _in_words(application_phrases.state, State, step.sources)
        lines.append(f"| {action} | {actors} | {sources} | {_target(step)} |")
    return "\n".join([*lines, ""])


def _target(step):
    return application_phrases.state(step.target) if step.target else "(unchanged)"


def _in_words(words, codes, chosen):
    return ", ".join(words(code) for code in codes if code in chosen)
