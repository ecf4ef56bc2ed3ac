from datetime import date

import pytest

from catalogue.models import Requirement, RequirementBranch, RequirementOption, RequirementSet
from tests.admin_pages import (
    add_page_of,
    as_shown,
    errors_of,
    list_of,
    new_row,
    page_of,
    send,
    signed_in,
    words_of,
)
from tests.makers import make_programme, make_requirement_set

pytestmark = pytest.mark.django_db


def everything_of(rules):
    """All that a set says, without keys."""
    return [
        (
            requirement.number,
            requirement.title_da,
            list(requirement.options.values_list("code", "label_da")),
            list(
                requirement.branches.values_list(
                    "number", "outcome", "degrees", "answers", "minimum_months"
                )
            ),
        )
        for requirement in rules.requirements.all()
    ]


def test_a_published_set_is_shown_and_offers_nothing_to_change():
    rules = make_requirement_set(make_programme())
    client = signed_in("coordinator")

    answers = [client.get(page_of(rules)), client.get(page_of(rules.requirements.first()))]

    for answer in answers:
        assert answer.status_code == 200
        assert 'name="_save"' not in words_of(answer)
        assert 'MAX_NUM_FORMS" value="0"' in words_of(answer)
        assert "deletelink" not in words_of(answer)
    assert "Master&#x27;s degree (kandidat)" in words_of(answers[1])
    assert "Health, Law" in words_of(answers[1])


@pytest.mark.parametrize("role", [None, "coordinator"])
def test_no_page_changes_a_published_set(role):
    programme = make_programme()
    rules = make_requirement_set(programme)
    requirement = rules.requirements.get(number=1)
    client = signed_in(role)
    before = everything_of(rules)
    draft = make_requirement_set(programme, version=2, is_published=False)
    as_draft = as_shown(client.get(page_of(draft.requirements.get(number=1))))
    branch = requirement.branches.get(number=1)
    crafted = {
        **as_draft,
        "title_da": "Nyt",
        "branches-0-id": str(branch.pk),
        "branches-0-outcome": "not_met",
    }

    answers = [
        client.post(page_of(rules), {**as_shown(client.get(page_of(draft))), "version": "9"}),
        client.post(page_of(requirement), crafted),
        client.post(page_of(rules).replace("change", "delete"), {"post": "yes"}),
        client.post(page_of(requirement).replace("change", "delete"), {"post": "yes"}),
        *(
            client.post(
                list_of(model),
                {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
            )
            for model, row in [(RequirementSet, rules), (Requirement, requirement)]
        ),
        client.post(f"/admin/catalogue/programme/{programme.pk}/delete/", {"post": "yes"}),
    ]

    assert [answer.status_code for answer in answers] == [403] * 7
    rules.refresh_from_db()
    assert (rules.version, rules.is_published) == (1, True)
    assert everything_of(rules) == before


def test_a_requirement_can_neither_be_added_to_a_published_set_nor_moved_to_one():
    programme = make_programme()
    rules = make_requirement_set(programme)
    draft = make_requirement_set(programme, version=2, is_published=False)
    moved = draft.requirements.get(number=1)
    client = signed_in()
    values = {"requirement_set": str(rules.pk), "number": "3", "kind": "degree", "title_da": "a"}

    refused = send(client, add_page_of(Requirement), **values)
    send(client, page_of(moved), requirement_set=str(rules.pk), title_da="Flyttet")

    assert "requirement_set" in errors_of(refused)
    moved.refresh_from_db()
    assert (moved.title_da, moved.requirement_set) == ("Flyttet", draft)
    assert rules.requirements.count() == 2


def test_a_draft_that_was_published_meanwhile_is_not_overwritten():
    rules = make_requirement_set(make_programme(), is_published=False)
    client = signed_in()
    values = as_shown(client.get(page_of(rules))) | {"source_da": "Sent"}
    RequirementSet.objects.update(is_published=True)

    answer = client.post(page_of(rules), values)

    assert answer.status_code == 409
    assert "It can no longer be changed here" in words_of(answer)
    rules.refresh_from_db()
    assert rules.source_da == ""


def test_a_complete_draft_can_be_published():
    rules = make_requirement_set(make_programme(), is_published=False)

    answer = send(signed_in("coordinator"), page_of(rules), is_published="on")

    assert errors_of(answer) == {}
    rules.refresh_from_db()
    assert rules.is_published


def test_an_incomplete_draft_is_told_what_it_lacks_and_stays_editable():
    rules = make_requirement_set(make_programme(), is_published=False)
    degree, work = rules.requirements.all()
    Requirement.objects.filter(pk=degree.pk).update(title_en="")
    degree.options.filter(code="law").update(label_en="")
    degree.branches.filter(number=2).update(sentence_en="")
    degree.branches.filter(number=1).update(answers=["health", "gone"])
    work.branches.all().delete()

    answer = send(signed_in(), page_of(rules), is_published="on", source_da="En kilde")

    assert errors_of(answer) == {
        "is_published": [
            "Requirement 1: title in English is missing.",
            "Requirement 1, answer law: answer in English is missing.",
            "Requirement 1, case 1 names an unknown answer: gone.",
            "Requirement 1, case 2: sentence in English is missing.",
            "Requirement 2 has no case.",
        ]
    }
    assert 'name="source_da" value="En kilde"' in words_of(answer)
    assert 'name="_save"' in words_of(answer)


def test_a_programme_in_danish_alone_needs_danish_texts_alone():
    rules = make_requirement_set(make_programme(text_languages=["da"]), is_published=False)
    Requirement.objects.update(title_en="")

    assert errors_of(send(signed_in(), page_of(rules), is_published="on")) == {}


@pytest.mark.parametrize("number", [1, 3])
def test_a_requirement_chooses_its_set_by_search_among_drafts(number, django_assert_num_queries):
    drafts = [
        make_requirement_set(make_programme(slug=f"p{each}"), is_published=False)
        for each in range(number)
    ]
    make_requirement_set(make_programme(slug="other"))
    client = signed_in("coordinator")
    asked = {"app_label": "catalogue", "model_name": "requirement", "field_name": "requirement_set"}

    with django_assert_num_queries(6):
        found = client.get("/admin/autocomplete/", asked).json()["results"]
    with django_assert_num_queries(3):
        page = client.get(add_page_of(Requirement))

    assert {row["id"] for row in found} == {str(draft.pk) for draft in drafts}
    assert words_of(page).count("<option") < 20


def test_a_set_without_requirements_and_a_new_set_are_not_published():
    programme = make_programme()
    empty = RequirementSet.objects.create(
        programme=programme, version=1, starts_on=date(2027, 1, 1)
    )
    client = signed_in()
    values = {
        "programme": str(programme.pk),
        "version": "2",
        "starts_on": "2027-01-01",
        "is_published": "on",
    }

    assert errors_of(send(client, page_of(empty), is_published="on")) == {
        "is_published": ["The set has no requirements."]
    }
    assert errors_of(send(client, add_page_of(RequirementSet), **values)) == {
        "is_published": ["Save the set with its requirements first, then publish it."]
    }


def test_a_requirement_is_not_slipped_in_while_publishing():
    rules = make_requirement_set(make_programme(), is_published=False)
    client = signed_in()
    row = new_row(
        client, page_of(rules), "requirements", number="3", kind="declaration", title_da="a"
    )

    answer = send(client, page_of(rules), is_published="on", **row)

    assert errors_of(answer) == {
        "requirements": ["Save the requirements first, then publish the set."]
    }
    rules.refresh_from_db()
    assert not rules.is_published


def test_copying_makes_the_next_version_whole_and_unpublished():
    programme = make_programme()
    rules = make_requirement_set(programme)
    make_requirement_set(programme, version=4, is_published=False)
    client = signed_in("coordinator")

    answer = client.post(
        list_of(RequirementSet), {"action": "copy_to_a_new_version", "_selected_action": [rules.pk]}
    )

    copied = RequirementSet.objects.get(version=5)
    assert answer.url == page_of(copied)
    assert not copied.is_published
    assert everything_of(copied) == everything_of(rules)
    assert RequirementBranch.objects.filter(requirement__requirement_set=rules).count() == 7
    assert RequirementOption.objects.count() == 3 * 5
    assert "1 set was copied." in words_of(client.get(answer.url))


def test_the_answers_of_a_branch_are_check_boxes_of_the_saved_answers():
    requirement = make_requirement_set(make_programme(), is_published=False).requirements.get(
        number=1
    )
    client = signed_in()

    saved = send(client, page_of(requirement), **{"branches-2-answers": ["other", "health"]})
    refused = send(client, page_of(requirement), **{"branches-2-answers": ["nonsense"]})

    assert errors_of(saved) == {}
    assert requirement.branches.get(number=3).answers == ["health", "other"]
    assert "nonsense" in errors_of(refused)["branches-2-answers"][0]


def test_an_answer_that_a_branch_names_is_neither_deleted_nor_renamed():
    requirement = make_requirement_set(make_programme(), is_published=False).requirements.get(
        number=1
    )
    client = signed_in()

    deleted = send(client, page_of(requirement), **{"options-0-DELETE": "on"})
    renamed = send(client, page_of(requirement), **{"options-0-code": "medicine"})

    words = "A case names this answer. Untick it there and save first."
    assert words in errors_of(deleted)["options"]
    assert errors_of(renamed) == {"options-0-code": [words]}
    assert requirement.options.filter(code="health").exists()


def test_branches_change_places_in_one_form_and_never_share_a_number():
    requirement = make_requirement_set(make_programme(), is_published=False).requirements.get(
        number=1
    )
    client = signed_in()

    swapped = send(
        client, page_of(requirement), **{"branches-0-number": "2", "branches-1-number": "1"}
    )
    doubled = send(client, page_of(requirement), **{"branches-0-number": "2"})

    assert errors_of(swapped) == {}
    outcomes = list(requirement.branches.values_list("number", "outcome"))
    assert outcomes[:2] == [(1, "office"), (2, "met")]
    assert errors_of(doubled) == {"branches-1-number": ["This stands here twice."]}


def test_a_branch_takes_the_number_of_one_deleted_in_the_same_form():
    requirement = make_requirement_set(make_programme(), is_published=False).requirements.get(
        number=1
    )

    changes = {"branches-0-DELETE": "on", "branches-1-number": "1"}
    answer = send(signed_in(), page_of(requirement), **changes)

    assert errors_of(answer) == {}
    assert list(requirement.branches.values_list("number", flat=True)) == [1, 3, 4, 5]


def test_a_language_requirement_says_which_language():
    rules = make_requirement_set(make_programme(), is_published=False)
    requirement = rules.requirements.get(number=1)

    answer = send(signed_in(), page_of(requirement), kind="language")

    assert errors_of(answer) == {"language": ["Say which language."]}


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(("model", "queries"), [(RequirementSet, 7), (Requirement, 7)])
def test_a_list_of_rules_costs_the_same_for_one_set_and_for_three(
    model, queries, number, django_assert_num_queries
):
    for _set in range(number):
        make_requirement_set(make_programme())
    client = signed_in()

    with django_assert_num_queries(queries):
        client.get(list_of(model))
