"""How the style guide is put together: a template's examples, its contract, and its file."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from crispy_forms.utils import render_crispy_form
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.text import slugify

TEMPLATES = settings.BASE_DIR / "templates"
FOLDERS = ("components", "site", "site/layout")
_CONTRACT = re.compile(r"\{# (.+?) #\}")


@dataclass(frozen=True)
class Example:
    """One state of a template: its name in the reader's language, and what the template is given.

    `inside` is the markup that the template needs around it, with {} in its place,
    such as a list around an item.
    """

    state: str | Promise
    context: dict = field(default_factory=dict)
    inside: str = "{}"

    def html(self, template, request, anchor):
        # What a page shows once and the guide several times gets an id, and a name, of its own.
        own = {
            "heading_id": f"{anchor}-heading",
            "labelled_by": f"{anchor} {anchor}-heading",
            "unfocused": True,
        }
        return format_html(
            self.inside, render_to_string(template, {**own, **self.context}, request)
        )


@dataclass(frozen=True)
class FormExample:
    """One state of a part of a form, shown by the form that it stands in."""

    state: str | Promise
    form: object

    def html(self, template, request, anchor):
        return render_crispy_form(self.form, context={"request": request})


@dataclass(frozen=True)
class Shown:
    """One example as the page places it."""

    anchor: str
    state: str
    html: str


@dataclass(frozen=True)
class Section:
    """One template with its contract, the comments at the head of its file, and its examples."""

    template: str
    anchor: str
    contract: str
    examples: list


_EXAMPLES: dict[str, Callable] = {}


def examples_of(template):
    """Register the function that gives a template's examples on a day."""

    def register(give: Callable[..., Iterable[Example | FormExample]]):
        _EXAMPLES[template] = give
        return give

    return register


def templates() -> list[str]:
    """Every template that the guide must show, by name."""
    found = []
    for folder in FOLDERS:
        found += sorted((TEMPLATES / folder).glob("*.html"))
    return [str(path.relative_to(TEMPLATES)) for path in found]


def contract_of(template) -> str:
    """What the comments at the head of the file say that the template takes; empty without any."""
    sentences = []
    for line in Path(TEMPLATES / template).read_text(encoding="utf-8").splitlines():
        comment = _CONTRACT.fullmatch(line)
        if not comment:
            break
        sentences.append(comment[1])
    return " ".join(sentences)


def sections(request, day) -> list[Section]:
    """Every template alive, with all its examples on the day; some may have none to show."""
    return [_section(template, request, day) for template in templates()]


def _section(template, request, day):
    anchor = slugify(template.removesuffix(".html").replace("/", "-").replace("_", "-"))
    examples = _EXAMPLES[template](day) if template in _EXAMPLES else ()
    shown = []
    for number, example in enumerate(examples, start=1):
        own = f"{anchor}-{number}"
        shown.append(Shown(own, str(example.state), example.html(template, request, own)))
    return Section(template, anchor, contract_of(template), shown)
