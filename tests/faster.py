"""What takes much of the suite's time and tells a test nothing."""

from functools import cache

from django.db.models.manager import BaseManager
from django.template import Template
from django.test.utils import instrumented_test_render


def keep_managers():
    """Make the class of a manager once: the history asks for it anew at each look."""
    BaseManager.from_queryset = classmethod(cache(BaseManager.from_queryset.__func__))


def note_pages_alone():
    """Let the test client note what pages and their parts were drawn with, but not the hundreds of fields on them."""
    Template._render = _render


def _render(template, context):
    if template.name and template.name.startswith("django/forms/"):
        return template.nodelist.render(context)
    return instrumented_test_render(template, context)
