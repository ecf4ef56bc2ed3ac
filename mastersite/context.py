"""What every page needs: the site's name, its page in the other language, whether it is a demo."""

from django.conf import settings
from django.urls import Resolver404, get_script_prefix, resolve, translate_url

from catalogue.text.translation import reader_language


def page(request):
    """Add the site's settings that pages show, and the page's own addresses.

    Touches no database, user or session.
    """
    language = reader_language()
    other = "en" if language == "da" else "da"
    return {
        "language": language,
        "other_language": other,
        "other_language_url": _other_language_url(request, other),
        "preview": getattr(request, "preview", None),
        "site_name": settings.SITE_NAME[language],
        "site_url": settings.SITE_URL,
        "settings_contact_email": settings.CONTACT_EMAIL,
        "contact_telephone": settings.CONTACT_TELEPHONE,
        "was_url": settings.WAS_URL,
        "takes_applications": settings.TAKES_APPLICATIONS,
        # Until it is settled where cases are filed, none is deleted by its
        # age, and none is promised to be.
        "kept_months": settings.KEPT_MONTHS if settings.CASES_FILED_IN else None,
    }


def _other_language_url(request, other):
    """The same page in the other language.

    The front page where this address has no language or is none of ours.
    """
    # The path without the prefix under which a preview stands: what is
    # reversed gets the prefix by itself.
    path = request.get_full_path_info()
    try:
        resolve(request.path_info)
    except Resolver404:
        return f"{get_script_prefix()}{other}/"
    translated = translate_url(path, other)
    return f"{get_script_prefix()}{other}/" if translated == path else translated
