"""The one site every page stands in: its public programmes, its name, whom to write to, whether it shows examples."""

from dataclasses import dataclass

from django.conf import settings
from django.shortcuts import render
from django.urls import translate_url

from catalogue.models import Programme
from catalogue.translation import LocalText, reader_language
from catalogue.viewing import PUBLIC, Viewing


@dataclass(frozen=True)
class Site:
    """What header and footer show. `programme` is the one public programme, None when there are none or several."""

    programmes: tuple
    programme: Programme | None
    name: str
    viewing: Viewing = PUBLIC

    @property
    def universities(self):
        """Home university first, then the partners, each once."""
        found = {}
        for programme in self.programmes:
            homes = [programme.home_university] if programme.home_university else []
            for university in [*homes, *programme.partners.all()]:
                found.setdefault(university.pk, university)
        return list(found.values())

    @property
    def office(self):
        return self.programme.office if self.programme else None

    @property
    def email(self):
        """Where to write: the programme's office, else the site's own address; empty while unknown."""
        return (self.office and self.office.email) or settings.CONTACT_EMAIL

    @property
    def telephone(self):
        return (self.office and self.office.telephone) or settings.CONTACT_TELEPHONE

    @property
    def has_examples(self):
        return any(programme.example_fields for programme in self.programmes)


def load_site(viewing=PUBLIC):
    """Return the site with its public programmes: those that are published and add up. Four queries, however many.

    A programme that is previewed is on it whether or not it adds up.
    """
    shown = Programme.objects.shown(viewing).with_curriculum().prefetch_related("partners")
    shown = shown.select_related("home_university", "office", "head_of_studies")
    programmes = tuple(
        programme for programme in shown if programme.pk in viewing.programmes or not programme.findings()
    )
    programme = programmes[0] if len(programmes) == 1 else None
    name = programme.title if programme else LocalText(settings.SITE_NAME[reader_language()])
    return Site(programmes, programme, name, viewing)


def render_page(request, template, site, about=None, **context):
    """Render a public page with the site around it; `about` are the programmes whose page it is, when not all."""
    context = {"site": site, "alternate_urls": alternates(request, about or site.programmes), **context}
    return render(request, template, context)


def alternates(request, programmes):
    """Return (language, absolute address) of the page in each language the programmes have texts in; none for a choice
    of filters or answers, which is not a page of its own to a search engine."""
    if request.GET:
        return []
    languages = sorted({code for programme in programmes for code in programme.text_languages})
    return [(code, settings.SITE_URL + translate_url(request.path_info, code)) for code in languages]
