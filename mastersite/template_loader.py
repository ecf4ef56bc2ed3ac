"""Templates as they are sent: without the indentation they are laid out with."""

import re

from django.template.loaders import filesystem

_INDENTATION = re.compile(r"\n[ \t]+")


class Loader(filesystem.Loader):
    """Django's own, but for the spaces at the beginning of an HTML template's lines.

    A browser shows one space for any number of them, so they only make pages heavier. The lines
    stay, for errors to name. No template may hold lines of text that a browser shows as they are,
    in `pre` or `textarea`: a house test sees to that.
    """

    def get_contents(self, origin):
        contents = super().get_contents(origin)
        if not origin.name.endswith(".html"):
            return contents
        return _INDENTATION.sub("\n", contents)
