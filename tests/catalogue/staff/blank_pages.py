"""Templates without a word, for tests that ask only whether a page opens: drawing takes time."""

from django.template import Origin
from django.template.loaders.base import Loader


class BlankLoader(Loader):
    def get_template_sources(self, template_name):
        yield Origin(template_name, template_name, self)

    def get_contents(self, origin):
        return ""
