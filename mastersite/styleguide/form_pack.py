"""The examples of the form pack: every part of a form, in every state that a field can be in."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, ButtonHolder, Div, Fieldset, Layout, MultiField, Row, Submit
from django import forms
from django.utils.translation import gettext_lazy as _

from admissions.eligibility.answers import Answer
from mastersite.styleguide.guide import Example, FormExample, examples_of

# The one form that is shown with all its fields: a summary of errors leads to these.
IN_ORDER = "in-order"
WRONG = '<div class="field bad">{}</div>'


class SampleForm(forms.Form):
    """A made-up form with one field of each sort. `name` begins the ids of its controls."""

    complete = {
        "payer": "self",
        "email": "a@example.org",
        "when": "now",
        "agree": "1",
        "month": "9",
        "year": "2026",
    }

    payer = forms.ChoiceField(label=_("Who pays?"), widget=forms.RadioSelect)
    topics = forms.MultipleChoiceField(
        label=_("What are you interested in?"),
        choices=[("data", _("Data and method")), ("law", _("Law and ethics"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.EmailField(label=_("Your e-mail"), help_text=_("We use it for nothing else."))
    when = forms.ChoiceField(
        label=_("When?"), choices=[("now", _("This year")), ("later", _("Next year"))]
    )
    message = forms.CharField(
        label=_("Your message"), required=False, widget=forms.Textarea({"rows": 3})
    )
    agree = forms.BooleanField(
        label=_("I agree"), help_text=_("You can change your mind at any time.")
    )
    month = forms.CharField(label=_("Month"), widget=forms.TextInput({"class": "w2"}))
    year = forms.CharField(label=_("Year"), widget=forms.TextInput({"class": "w4"}))
    website = forms.CharField(
        label=_("Address of your website"),
        required=False,
        widget=forms.TextInput({"class": "trap"}),
    )

    def __init__(self, name, given=None, layout=None):
        super().__init__(given, auto_id=f"{name}-%s")
        for asked in self.fields.values():
            asked.error_messages["required"] = _("Answer this question")
        self.fields["payer"].choices = [
            ("self", Answer(_("I do"), _("You get the invoice."))),
            ("employer", Answer(_("My employer"))),
        ]
        self.helper = FormHelper()
        self.helper.form_method = "get"
        if layout:
            self.helper.layout = Layout(*layout)

    def clean(self):
        if self.cleaned_data.get("email") == "wrong@example.org":
            raise forms.ValidationError(_("Somebody else has this address."))


def field(name, sort, given=None):
    """The context of a template that shows one field: the field, and if its errors are told."""
    form = SampleForm(name, given)
    return {"field": form[sort], "form_show_errors": True}


@examples_of("site/field.html")
def one_field(day):
    yield Example(_("normal, with a hint"), field("field-hint", "email"))
    yield Example(_("with an answer"), field("field-filled", "email", SampleForm.complete))
    yield Example(_("left empty"), field("field-empty", "email", {"email": ""}))
    yield Example(_("wrongly given"), field("field-wrong", "email", {"email": "x"}))
    yield Example(_("optional, several lines"), field("field-optional", "message"))
    yield Example(_("one of a list"), field("field-list", "when"))
    yield Example(_("a tick box"), field("field-tick", "agree"))
    yield Example(
        _("a tick box that must be ticked"), field("field-untick", "agree", {"agree": ""})
    )


@examples_of("site/choices.html")
def choices(day):
    yield Example(_("one answer, with a hint"), field("choices-one", "payer"))
    yield Example(_("one answer given"), field("choices-answered", "payer", SampleForm.complete))
    yield Example(_("no answer given"), field("choices-none", "payer", {"payer": ""}))
    yield Example(_("several answers, optional"), field("choices-several", "topics"))


@examples_of("site/hint.html")
def hint(day):
    yield Example(_("with a hint"), field("hint", "email"))
    yield Example(_("without: nothing is shown"), field("hint-none", "message"))


@examples_of("site/error.html")
def error(day):
    yield Example(_("wrongly given"), field("error", "email", {"email": "x"}), inside=WRONG)
    yield Example(_("right: nothing is shown"), field("error-none", "email", SampleForm.complete))


@examples_of("site/errors.html")
def errors(day):
    yield Example(_("several errors"), {"form": SampleForm(IN_ORDER, {"email": "x"})})


@examples_of("site/optional.html")
def optional(day):
    yield Example(_("may be left"), field("optional", "message"))
    yield Example(_("must be answered: nothing is shown"), field("optional-none", "email"))


@examples_of("site/multifield.html")
def part_of_a_question(day):
    yield Example(_("the only state"), field("part", "month"))


@examples_of("site/trap.html")
def trap(day):
    yield Example(_("seen and heard by nobody"), field("trap", "website"))


@examples_of("site/inputs.html")
def inputs(day):
    yield Example(
        _("two buttons"),
        {"inputs": [Submit("save", _("Save your answers")), Submit("", _("Send your answers"))]},
    )


@examples_of("site/uni_form.html")
def fields_in_order(day):
    yield Example(
        _("fields without a layout"), {"form": SampleForm(IN_ORDER), "form_show_errors": True}
    )


@examples_of("site/whole_uni_form.html")
def whole_form(day):
    layout = ["email", "agree", Submit("", _("Send your answers"))]
    yield FormExample(_("a whole form"), SampleForm("whole", layout=layout))
    yield FormExample(_("a whole form, sent empty"), SampleForm("whole-empty", {}, layout=layout))


@examples_of("site/layout/baseinput.html")
def button(day):
    yield Example(_("a button that sends"), {"input": Submit("", _("Send your answers"))})
    yield Example(
        _("a second choice"), {"input": Submit("later", _("Save and go on later"), css_class="alt")}
    )


@examples_of("site/layout/buttonholder.html")
def buttons(day):
    layout = [
        ButtonHolder(
            Submit("", _("Send your answers")),
            Submit("later", _("Save and go on later"), css_class="alt"),
        )
    ]
    yield FormExample(_("two buttons"), SampleForm("holder", layout=layout))


@examples_of("site/layout/div.html")
def box(day):
    yield FormExample(
        _("around one field"), SampleForm("box", layout=[Div("when", css_class="stack")])
    )


@examples_of("site/layout/fieldset.html")
def fieldset(day):
    layout = [Fieldset(_("About you"), "email", HTML("<p>…</p>"), "message")]
    yield FormExample(_("two fields under one heading"), SampleForm("fieldset", layout=layout))


@examples_of("site/layout/multifield.html")
def several_controls(day):
    for state, name, given in [
        (_("without an answer"), "controls", None),
        (_("one part wrong"), "controls-wrong", {"month": "9"}),
    ]:
        hint_text = _("For example 9 and 2023")
        layout = [
            MultiField(
                _("Since when?"), "month", "year", css_id=f"{name}-date", help_text=hint_text
            )
        ]
        yield FormExample(state, SampleForm(name, given, layout=layout))


@examples_of("site/layout/row.html")
def row(day):
    yield FormExample(
        _("two fields beside one another"), SampleForm("row", layout=[Row("when", "email")])
    )
