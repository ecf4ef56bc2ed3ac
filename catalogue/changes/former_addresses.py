"""The address name that a programme or a course gives up, kept so that it leads on."""

from catalogue.models import Course, FormerAddress, Programme

COLUMNS = {Programme: "programme", Course: "course"}


def keep_former_address(sender, instance, *, raw=False, update_fields=None, **kwargs):
    """Let the name that a programme or a course gives up lead to it, and free the name it takes.

    To be called before it is saved. A name leads to the thing that bears it, else
    to the one that bore it last.
    """
    if raw or (update_fields is not None and "slug" not in update_fields):
        return
    column = COLUMNS[sender]
    old = sender.objects.filter(pk=instance.pk).values_list("slug", flat=True).first()
    if old == instance.slug:
        return
    of_its_kind = FormerAddress.objects.exclude(**{column: None})
    of_its_kind.filter(slug=instance.slug).delete()
    if old:
        FormerAddress.objects.update_or_create(
            slug=old, **{f"{column}__isnull": False}, defaults={column: instance}
        )
