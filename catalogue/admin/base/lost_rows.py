"""Where a save meets a row that is gone, locked or no longer one's own: what was typed, kept."""

from django.template.response import TemplateResponse
from django.utils.translation import gettext

from catalogue.staff.kept_form import carried

# What Django's form holds besides fields.
NOT_TYPED = ("_", "csrf", "initial-")


def page(pages, request, key):
    """The page with what was typed, to be copied, or sent again where that may help.

    Only for whoever had the row open: `pages` is the ModelAdmin that was asked to save.
    """
    row = pages.model._default_manager.filter(pk=key).first()
    is_seen = row is not None and pages.has_view_permission(request, row)
    fields = carried(request.POST)
    context = {
        **pages.admin_site.each_context(request),
        "title": gettext("Your changes were not saved"),
        "what_happened": _what_happened(row, is_seen),
        "row": row if is_seen else None,
        "opts": pages.opts,
        "fields": fields,
        "typed": list(_typed(pages.model, fields)),
    }
    return TemplateResponse(request, "admin/lost_row.html", context, status=409)


def _what_happened(row, is_seen):
    if row is None:
        return gettext("Somebody else has deleted this since you opened it.")
    if not is_seen:
        return gettext(
            "It has moved to another university since you opened it, or your role has changed."
        )
    return gettext(
        "It can no longer be changed here: it was published and locked, moved to another "
        "university, or your role has changed, since you opened it."
    )


def _typed(model, fields):
    """The texts that were typed, by what their fields are called; no keys and no ticks."""
    names = {column.name: column for column in model._meta.get_fields()}
    for name, value in fields:
        if name.startswith(NOT_TYPED) or not value or value == "on":
            continue
        column = names.get(name)
        is_text = any(letter.isalpha() for letter in value)
        if column is not None and not column.is_relation:
            yield column.verbose_name, value
        elif is_text:
            yield name.rpartition("-")[2].replace("_", " "), value
