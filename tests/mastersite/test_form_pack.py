import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Div, Field, Fieldset, Layout, MultiField, Row, Submit
from django import forms
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.translation import override

from admissions.eligibility.answers import Answer
from catalogue.text.translation import LocalText
from tests.pages import packed


class AskingForm(forms.Form):
    kind = forms.ChoiceField(
        label="Kind",
        choices=[("a", Answer("First", "Its hint")), ("b", LocalText("Second", "da"))],
        widget=forms.RadioSelect,
    )
    topics = forms.MultipleChoiceField(
        label="Topics",
        choices=[("x", "X"), ("y", "Y")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    email = forms.EmailField(
        label="E-mail", help_text="Your own", widget=forms.EmailInput({"autocomplete": "email"})
    )
    when = forms.ChoiceField(label="When", choices=[("now", "Now"), ("later", "Later")])
    message = forms.CharField(label="Message", required=False, widget=forms.Textarea({"rows": 4}))
    agree = forms.BooleanField(label="Agree", help_text="To what is said")
    month = forms.CharField(label="Month", widget=forms.TextInput({"class": "w2"}))
    year = forms.CharField(label="Year", widget=forms.TextInput({"class": "w4"}))
    website = forms.CharField(
        label="Website", required=False, widget=forms.TextInput({"class": "trap"})
    )
    stamp = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, method="post", **kwargs):
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_method = method
        self.helper.layout = Layout(
            "kind",
            "topics",
            Div(Field("email", wrapper_class="wide"), css_class="box"),
            Row("when", css_id="row"),
            Fieldset("Words", "message", HTML("<p>Note</p>"), css_class="group"),
            "agree",
            MultiField("Date", "month", "year", css_id="date", help_text="For example 9 and 2023"),
            "website",
            "stamp",
            Submit("", "Send"),
        )

    def clean(self):
        if self.data.get("message") == "both":
            raise forms.ValidationError("Write one of the two")


@pytest.fixture(autouse=True)
def in_english():
    with override("en"):
        yield


def test_a_form_speaks_for_itself_and_only_what_is_sent_is_guarded():
    post, get = rendered(AskingForm()), rendered(AskingForm(method="get"))

    assert re.search(r'<form method="post" novalidate>', post)
    assert "csrfmiddlewaretoken" in post
    assert re.search(r'<form method="get" novalidate>', get)
    assert "csrfmiddlewaretoken" not in get
    assert '<button type="submit" class="btn">Send</button>' in post


def test_each_field_has_label_hint_error_and_control_in_that_order():
    page = rendered(AskingForm({"email": "x"}))

    field = between(page, '<div class="field bad wide">', "</div>")
    order = [
        "<label for=",
        'class="field__hint" id="id_email_helptext"',
        'class="field__error" id="id_email_error"',
        "<input",
    ]
    assert sorted(order, key=field.index) == order
    assert 'aria-describedby="id_email_helptext id_email_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'autocomplete="email"' in field


def test_choices_stand_in_a_group_with_a_legend():
    page = rendered(AskingForm({"kind": "b"}))

    group = between(page, '<fieldset class="field" id="id_kind">', "</fieldset>")
    assert "<legend>Kind" in group
    assert "<span>First</span><small>Its hint</small>" in group
    assert re.search(
        r'value="b" id="id_kind_1" checked> ?<span lang="da">Second</span></label>', group
    )
    assert 'type="checkbox" name="topics" value="x" id="id_topics_0"' in page


def test_what_may_be_left_says_so():
    page = rendered(AskingForm())

    assert len(re.findall(r"\(optional\)", page)) == 2
    assert "optional" in between(page, "<legend>Topics", "</legend>")
    assert "optional" in between(page, '<label for="id_message"', "</label>")


def test_several_controls_under_one_question_show_their_errors_above_them():
    page = rendered(AskingForm({"month": "9"}))

    group = between(page, '<fieldset class="field bad" id="date"', "</fieldset>")
    assert 'aria-describedby="date_helptext"' in group
    assert group.index('id="id_year_error"') < group.index('name="month"')
    assert 'aria-describedby="id_year_error"' in group


def test_errors_can_be_left_unsaid():
    form = AskingForm({})
    form.helper.form_show_errors = False

    assert 'class="field__error"' not in rendered(form)


def test_the_trap_is_kept_from_people():
    trap = between(rendered(AskingForm()), '<div class="trap"', "</div>")

    assert 'aria-hidden="true"' in trap
    assert 'tabindex="-1"' in trap
    assert 'autocomplete="off"' in trap


def test_a_form_without_a_layout_shows_its_fields_and_buttons_in_order():
    form = AskingForm()
    form.helper = FormHelper()
    form.helper.form_tag = False
    form.helper.add_input(Submit("go", "Go"))

    page = rendered(form)

    assert "<form" not in page
    assert (
        page.index('name="kind"') < page.index('name="year"') < page.index('name="go" value="Go"')
    )


def test_the_summary_leads_to_the_first_control_of_each_answer():
    page = summary(AskingForm({"month": "9", "topics": ["z"]}))

    assert re.findall(r'href="#(.*?)"', page) == [
        "id_kind_0",
        "id_topics_0",
        "id_email",
        "id_when",
        "id_agree",
        "id_year",
    ]
    assert "Six answers need attention" in page


def test_an_error_of_the_whole_form_or_of_a_hidden_field_leads_to_the_first_control():
    form = AskingForm(
        {
            "kind": "a",
            "email": "a@example.org",
            "when": "now",
            "agree": "1",
            "month": "9",
            "year": "2",
            "message": "both",
        }
    )
    form.add_error("stamp", "Open the page again")

    page = summary(form)

    assert re.findall(r'href="#(.*?)">(.*?)<', page) == [
        ("id_kind_0", "Write one of the two"),
        ("id_kind_0", "Open the page again"),
    ]


def test_a_form_without_errors_has_no_summary():
    assert summary(AskingForm()).strip() == ""


def rendered(form):
    template = Template("{% load crispy_forms_tags %}{% crispy form %}")
    request = RequestFactory().get("/")
    return packed(
        template.render(Context({"form": form, "request": request, "csrf_token": "token"}))
    )


def summary(form):
    return Template('{% include "components/error_summary.html" %}').render(Context({"form": form}))


def between(page, start, end):
    return page[page.index(start) : page.index(end, page.index(start))]
