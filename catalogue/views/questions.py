"""Frequent questions, and whom to write to."""

from django.views.decorators.http import require_safe

from catalogue.models import Question, TextPage
from catalogue.public.page import public_page, render_page, viewing_of
from catalogue.public.page_texts import page_text
from catalogue.public.site import load_site


@require_safe
@public_page
def questions(request):
    """Frequent questions by topic, and whom to write to."""
    site = load_site(viewing_of(request))
    found = site.programme or site.find(request.GET.get("programme"))
    topics = {}
    for question in Question.objects.shown(site.viewing).about(found):
        topics.setdefault(str(question.topic), []).append(question)
    context = {
        "topics": list(topics.items()),
        "text": page_text(TextPage.Key.CONTACT, found, site.viewing),
        "programme": found,
    }
    about = [found] if found else None
    return render_page(
        request,
        "catalogue/questions.html",
        site,
        about=about,
        section="questions",
        **context,
    )
