"""The words that staff write for a page: of the preview, of the programme, or of the site."""

from catalogue.models import TextPage


def page_text(key, programme, viewing):
    """The words of a page: those that are previewed, the programme's own, else the site's."""
    previewed = TextPage.objects.filter(key=key, pk__in=viewing.text_pages).first()
    if previewed:
        return previewed
    written = {text.programme_id: text for text in TextPage.objects.about(key, programme)}
    return (programme and written.get(programme.pk)) or written.get(None)
