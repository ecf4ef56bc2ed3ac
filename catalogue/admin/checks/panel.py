"""What the publish checks say of one thing, on its own page."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from catalogue.admin.base.columns import UNKNOWN, mark
from catalogue.admin.base.visible_rows import seen_by
from catalogue.admin.checks.page import address_of, sentence, severity_mark
from catalogue.admin.checks.report import report
from catalogue.admin.checks.scope import one_course, one_programme
from catalogue.domain.publish_checks import RANK
from catalogue.models import Programme


class ChecksPanel:
    """The read-only field `publish_checks` of a programme or a course, drafts too."""

    def get_object(self, request, *args, **kwargs):
        found = super().get_object(request, *args, **kwargs)
        if found:
            # A read-only field is given the thing alone, and must not tell of
            # what its reader may not see.
            found.seen_by_reader = seen_by(request)
        return found

    @admin.display(description=_("Publish checks"))
    def publish_checks(self, thing):
        if not hasattr(thing, "seen_by_reader"):
            return UNKNOWN
        of_one = one_programme if isinstance(thing, Programme) else one_course
        made = report(of_one(thing.pk, thing.seen_by_reader), timezone.localdate())
        found = []
        for checked in made.things:
            found += [(checked, finding) for finding in checked.result.findings]
        found.sort(key=lambda pair: RANK[pair[1].severity])
        if not found:
            return mark("on", gettext("Nothing is missing"))
        lines = [_line(checked, finding) for checked, finding in found]
        items = format_html_join("", '<li><a href="{}">{}</a> {}</li>', lines)
        return format_html('<div class="public-state"><ul>{}</ul></div>', items)


def _line(checked, finding):
    """The finding's address, its sentence and its mark."""
    words = sentence(checked.model, finding)
    return address_of(checked, finding), words, severity_mark(finding.severity)
