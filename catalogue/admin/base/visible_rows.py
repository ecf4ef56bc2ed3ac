"""What somebody on the staff may see on pages across the models: as the models' pages answer."""

from django.contrib import admin


def model_admin(model):
    return admin.site.get_model_admin(model)


def seen_by(request):
    """Return a function from a model to a queryset of its rows that the request's user may see."""

    def seen(model):
        pages = model_admin(model)
        if not pages.has_view_or_change_permission(request):
            return model._default_manager.none()
        # What a list reads besides (its columns and counts) is of no use here.
        keys = (
            pages.get_queryset(request)
            .prefetch_related(None)
            .select_related(None)
            .order_by()
            .values("pk")
        )
        return model._default_manager.filter(pk__in=keys)

    return seen


def may_change(request, row):
    return model_admin(type(row)).has_change_permission(request, row)
