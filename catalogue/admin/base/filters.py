"""Filters beside a list that stay short however many rows they could choose among."""

from catalogue.admin.base.permissions import VisibleFilter
from catalogue.staff import rights

MOST_CHOICES = 40


class ShortFilter(VisibleFilter):
    """Offers the rows of another model that the user may see, while they are few.

    Where there are more, it offers none: the list is then searched, or opened from
    the page of the other row with its key in the address, and the filter shows that
    one so that it can be taken away.
    """

    def field_choices(self, field, request, model_admin):
        rows = rights.visible(request.user, field.related_model._default_manager)
        if rows.count() <= MOST_CHOICES:
            return super().field_choices(field, request, model_admin)
        chosen = [
            key for key in self.lookup_val or () if str(key).isdecimal() and len(str(key)) < 19
        ]
        return [(row.pk, str(row)) for row in rows.filter(pk__in=chosen)]

    def has_output(self):
        # The chosen one alone is worth a filter: it is the way out of it.
        return bool(self.lookup_choices) and (super().has_output() or bool(self.lookup_val))
