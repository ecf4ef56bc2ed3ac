"""The few formats of the forms that a template cannot do by itself."""

from django import template

from admissions.text import eligibility_phrases

register = template.Library()

register.filter("answers_to_mend", eligibility_phrases.answers_to_mend)


@register.filter
def first_control(field):
    """The id that a link to the field leads to: the first of a group, else the control itself.

    A hidden field cannot be gone to, so the link leads to the form's first field that can.
    """
    if field.is_hidden:
        return first_control(field.form.visible_fields()[0])
    return field.subwidgets[0].id_for_label if field.use_fieldset else field.id_for_label
