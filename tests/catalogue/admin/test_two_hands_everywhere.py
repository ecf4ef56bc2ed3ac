"""Every form that changes a row, opened twice: nothing is lost, and the second is told."""

import pytest
from django import forms
from django.contrib.admin import site
from django.contrib.auth.models import User
from django.urls import reverse

from admissions.models import Interest, Letter, Wording
from catalogue.admin.base.two_hands import TwoHands
from catalogue.models import Requirement, RequirementSet
from tests.admin_pages import as_shown, fields_of, make_staff, signed_in, words_of
from tests.makers import make_requirement_set

# The same on each database; that saves wait for one another is asked elsewhere.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

# Nothing of these is changed by a form.
READ_ALONE = {Interest, Letter}
# What others point to.
KEYS = ("code", "slug")
REGISTERED = [model for model in site._registry if model not in READ_ALONE]


def name_of(model):
    return model._meta.label


def address_of(row):
    name = f"{row._meta.app_label}_{row._meta.model_name}"
    return reverse(f"admin:{name}_change", args=[row.pk])


def row_of(model):
    """A row that may be changed, with rows below it where its page has them."""
    if model is User:
        person = make_staff("coordinator", username="somebody")
        User.objects.filter(pk=person.pk).update(first_name="Some", last_name="Body")
        return person
    if model in (RequirementSet, Requirement):
        # A published one is locked.
        programme = RequirementSet.objects.get().programme
        source = {"source_da": "Ordningen", "source_en": "The order"}
        draft = make_requirement_set(programme, version=9, is_published=False, **source)
        return draft if model is RequirementSet else draft.requirements.first()
    return model.objects.order_by("pk").first()


@pytest.fixture
def hands(example_catalogue):
    return signed_in("coordinator"), signed_in()


def hands_for(model, hands):
    """Two who may both change the rows of a model."""
    return (signed_in(language="da"), hands[1]) if model is User else hands


def texts_of(page, of_rows):
    """The names of the page's texts that may be written in, of its own form or of its rows."""
    own = page.context["adminform"].form
    return [
        name
        for name, bound in fields_of(page).items()
        if (bound.form is not own) == of_rows
        and isinstance(bound.field, forms.CharField)
        and isinstance(bound.field.widget, forms.TextInput | forms.Textarea)
        and not isinstance(bound.field, forms.EmailField | forms.URLField)
        and not bound.field.disabled
        and "__prefix__" not in name
        and not name.endswith(KEYS)
        and bound.value()
    ]


def appended(shown, name):
    return {name: f"{shown[name]}x"}


@pytest.mark.parametrize("model", REGISTERED, ids=name_of)
def test_each_registered_form_compares_before_it_saves(model):
    assert isinstance(site._registry[model], TwoHands)


@pytest.mark.parametrize("model", REGISTERED, ids=name_of)
def test_the_first_and_the_second_both_find_what_they_wrote(model, hands):
    first, second = hands_for(model, hands)
    address = address_of(row_of(model))
    page = second.get(address)
    stale, (theirs, *_, mine) = as_shown(page), texts_of(page, of_rows=False)

    assert first.post(address, stale | appended(stale, theirs)).status_code == 302
    saved = as_shown(second.get(address))
    answer = second.post(address, stale | appended(stale, mine))

    assert answer.status_code == 200
    assert "since you opened it" in words_of(answer)
    assert as_shown(second.get(address)) == saved
    shown = as_shown(answer)
    assert shown[theirs] == f"{stale[theirs]}x"
    assert shown[mine] == f"{stale[mine]}x"
    assert second.post(address, shown).status_code == 302
    kept = as_shown(second.get(address))
    assert (kept[theirs], kept[mine]) == (shown[theirs], shown[mine])


@pytest.mark.parametrize("model", REGISTERED, ids=name_of)
def test_what_both_wrote_is_never_undone_in_silence(model, hands):
    first, second = hands_for(model, hands)
    address = address_of(row_of(model))
    page = second.get(address)
    stale, (name, *_) = as_shown(page), texts_of(page, of_rows=False)

    assert first.post(address, stale | appended(stale, name)).status_code == 302
    answer = second.post(address, stale | {name: f"y{stale[name]}"})

    assert answer.status_code == 200
    (words,) = answer.context["adminform"].form.errors[name]
    assert f"{stale[name]}x" in words
    assert as_shown(answer)[name] == f"y{stale[name]}"
    assert as_shown(second.get(address))[name] == f"{stale[name]}x"


@pytest.mark.parametrize("model", REGISTERED, ids=name_of)
def test_a_row_below_and_the_page_itself_are_both_kept(model, hands):
    first, second = hands_for(model, hands)
    address = address_of(row_of(model))
    page = second.get(address)
    below, own = texts_of(page, of_rows=True), texts_of(page, of_rows=False)
    if not below:
        assert not page.context["inline_admin_formsets"] or model is User
        return
    stale = as_shown(page)

    assert first.post(address, stale | appended(stale, below[0])).status_code == 302
    answer = second.post(address, stale | appended(stale, own[0]))

    assert answer.status_code == 200
    shown = as_shown(answer)
    assert (shown[below[0]], shown[own[0]]) == (f"{stale[below[0]]}x", f"{stale[own[0]]}x")
    assert second.post(address, shown).status_code == 302
    kept = as_shown(second.get(address))
    assert (kept[below[0]], kept[own[0]]) == (shown[below[0]], shown[own[0]])


def test_a_role_that_was_given_meanwhile_stays_given(hands):
    person = make_staff("auditor", username="somebody")
    address = address_of(person)
    stale = as_shown(hands[1].get(address))
    person.staff_roles.create(role="coordinator")

    answer = hands[1].post(address, stale | {"first_name": "Some"})

    assert answer.status_code == 200
    assert hands[1].post(address, as_shown(answer)).status_code == 302
    assert {role.role for role in person.staff_roles.all()} == {"auditor", "coordinator"}
    person.refresh_from_db()
    assert person.first_name == "Some"


def test_words_of_a_mail_are_compared_too(hands):
    wording = Wording.objects.first()
    address = address_of(wording)
    stale = as_shown(hands[1].get(address))
    Wording.objects.filter(pk=wording.pk).update(subject_en="Theirs")

    answer = hands[1].post(address, stale | {"subject_da": "Mine"})

    assert answer.status_code == 200
    assert as_shown(answer)["subject_en"] == "Theirs"
