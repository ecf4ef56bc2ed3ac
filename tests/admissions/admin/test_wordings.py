"""The words of the mails as staff edit them: refusals, previews, original words, and who may."""

import re

import pytest
from django.contrib.admin.models import LogEntry

from admissions.mail import application_mails
from admissions.models import Wording
from tests.admin_pages import come_in, errors_of, make_staff, send, signed_in, words_of
from tests.admissions.makers import make_application, make_wordings
from tests.makers import make_university, make_whole_programme

pytestmark = pytest.mark.django_db
LIST = "/admin/admissions/wording/"


@pytest.fixture
def wording():
    return make_wordings()["decision_made"]


@pytest.fixture
def page(wording):
    return f"{LIST}{wording.pk}/change/"


@pytest.fixture
def coordinator():
    return signed_in("coordinator")


def test_the_list_tells_each_mail_and_when_it_is_sent(coordinator, wording):
    words = words_of(coordinator.get(LIST))

    assert "A decision is made; the mail does not say which." in words
    assert "a draft will be deleted" in words
    assert f"{LIST}add/" not in words


def test_the_form_has_both_languages_and_tells_the_values(coordinator, page):
    answer = coordinator.get(page)

    words = words_of(answer)
    case_url = "<code>{case_url}</code> the link to the case’s page"
    assert f"{case_url} (must stand in the text) (not in the subject)" in words
    assert "<code>{day}</code> the day that the mail is about" in words
    assert set(answer.context["adminform"].form.fields) == {
        "subject_da",
        "subject_en",
        "text_da",
        "text_en",
    }
    assert 'lang="da"' in words


def test_edited_words_are_used_by_the_next_mail(coordinator, page):
    answer = send(coordinator, page, text_en="New words\r\n\r\n{case_url}")

    assert errors_of(answer) == {}
    application = make_application(make_whole_programme()[0], language="en")
    assert application_mails.decision_made(application).text.startswith("New words\n\nhttp")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"subject_en": "{case_url}"},
            "A subject has no room for {case_url}. You may use {number}, {title}, {day}.",
        ),
        ({"text_da": "{case_url} {navn}"}, "There is no {navn} in this mail."),
        ({"text_en": "No link"}, "The text must hold {case_url}."),
    ],
)
def test_what_cannot_be_filled_in_is_refused_at_its_field(
    coordinator, page, wording, change, words
):
    answer = send(coordinator, page, **change)

    (name,) = change
    (refusal,) = errors_of(answer)[name]
    assert refusal.startswith(words)
    wording.refresh_from_db()
    assert wording.is_original


def test_an_empty_language_is_refused(coordinator, page):
    assert errors_of(send(coordinator, page, text_en=" ", subject_da="")).keys() == {
        "text_en",
        "subject_da",
    }


def test_a_line_break_slipped_into_a_subject_is_refused(coordinator, page):
    answer = send(coordinator, page, subject_en="One\nBcc: all@example.org")

    assert errors_of(answer) == {"subject_en": ["A subject has one line."]}


def test_the_preview_shows_both_forms_in_both_languages_with_examples(coordinator, wording):
    answer = coordinator.get(f"{LIST}{wording.pk}/preview/")

    words = words_of(answer)
    assert "All that is filled in is an example" in words
    assert (
        '<strong lang="da">Læs afgørelsen fra 1. maj 2030: ansøgning ABCD234567</strong>' in words
    )
    assert (
        '<strong lang="en">Read the decision of 1 May 2030: application ABCD234567</strong>'
        in words
    )
    assert '<a href="http://127.0.0.1:8000/example/">See the case</a>' in words
    assert '<a href="http://127.0.0.1:8000/example/">Se sagen</a>' in words
    assert re.search(r"\{\w+\}", words) is None


def test_the_preview_of_unsaved_words_shows_them_and_saves_nothing(coordinator, page, wording):
    before = wording.changed_at

    answer = send(coordinator, page, text_en="<b>Typed</b>\n\n{case_url}", _unsaved="x")

    words = words_of(answer)
    assert answer.status_code == 200
    assert "Nothing is saved. Close this page to go on editing." in words
    assert "<p>&lt;b&gt;Typed&lt;/b&gt;</p>" in words
    wording.refresh_from_db()
    assert (wording.is_original, wording.changed_at) == (True, before)
    assert not LogEntry.objects.exists()
    assert "changed successfully" not in words_of(coordinator.get(LIST))


def test_the_preview_of_words_that_do_not_hold_says_why(coordinator, page):
    answer = send(coordinator, page, text_en="{nobody}", _unsaved="x")

    assert errors_of(answer)["text_en"][0].startswith("There is no {nobody} in this mail.")


def test_the_preview_of_news_shows_the_way_to_stop_it(coordinator, wording):
    for kind, shown in (("run_opened", True), ("decision_made", False)):
        preview = coordinator.get(f"{LIST}{Wording.objects.get(kind=kind).pk}/preview/")
        assert ("Stop the mails and delete everything" in words_of(preview)) is shown


def test_the_original_words_come_back_and_the_edited_ones_stay_in_the_history(
    coordinator, page, wording
):
    send(coordinator, page, text_en="Mine\n\n{case_url}")

    answer = coordinator.post(
        LIST,
        {
            "action": "put_original_words_back",
            "_selected_action": list(Wording.objects.values_list("pk", flat=True)),
        },
        follow=True,
    )

    wording.refresh_from_db()
    assert wording.is_original
    assert "1 mail has its original words again." in words_of(answer)
    logged = LogEntry.objects.order_by("-pk").first()
    assert logged.object_id == str(wording.pk)
    assert "Mine\n\n{case_url}" in logged.change_message


def test_the_list_and_the_form_ask_a_fixed_number_of_queries(
    coordinator, page, django_assert_num_queries
):
    for address in (LIST, page):
        coordinator.get(address)

    with django_assert_num_queries(6):
        coordinator.get(LIST)
    with django_assert_num_queries(6):
        coordinator.get(page)


def test_nobody_else_reads_or_changes_the_words(client, page, wording):
    pages = [LIST, page, f"{LIST}{wording.pk}/preview/"]
    assert all("/admin/login/" in client.get(each).url for each in pages)

    for number, role in enumerate((make_university(), "auditor")):
        come_in(client, make_staff(role, username=f"person-{number}"))
        assert [client.get(each).status_code for each in pages] == [403, 404, 404]
        assert client.post(page, {"_unsaved": "x"}).status_code == 404


@pytest.mark.parametrize("address", [f"{LIST}add/", f"{LIST}1/delete/"])
def test_no_kind_is_added_or_deleted(coordinator, address):
    assert coordinator.get(address).status_code in (403, 404)


@pytest.mark.parametrize("key", ["x", "0", "99999999", "9" * 30])
def test_the_preview_of_nothing_is_not_found(coordinator, key):
    assert coordinator.get(f"{LIST}{key}/preview/").status_code == 404
