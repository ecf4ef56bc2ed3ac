"""Letters as staff meet them: what is shown of one, and sending a failed one again."""

import pytest

from admissions.mail import signed_links
from admissions.models import Letter
from tests.admin_pages import come_in, make_staff
from tests.admissions.admin.pages import LETTERS, act, staff, text
from tests.admissions.makers import make_interest, make_letter
from tests.makers import make_university, make_whole_programme


@pytest.fixture
def whole(db):
    return make_whole_programme(title_da="Master i prøvekunst", title_en="Master of Testing")


@pytest.fixture
def coordinator(client, db):
    come_in(client, make_staff("coordinator", username="kim"))
    return client


@pytest.mark.parametrize("rows", [1, 3])
def test_the_letters_ask_the_database_the_same_however_many_rows(
    coordinator, whole, rows, django_assert_num_queries
):
    interest = make_interest(whole[0])
    for _ in range(rows):
        make_letter(interest)

    with django_assert_num_queries(5):
        coordinator.get(LETTERS)


def test_a_letter_is_shown_with_its_state_and_error_and_without_its_keys(coordinator, whole):
    interest = make_interest(whole[0])
    key, token = interest.address_key, signed_links.confirm_token(interest)
    words = (
        f"Hej\n{signed_links.confirm_url(interest)}\n{signed_links.stop_url(interest)}\n"
        "http://127.0.0.1:8000/da/privatliv/"
    )
    letter = make_letter(interest, state="failed", error="OSError: <no answer>", text=words)

    listed, shown = (
        text(coordinator.get(LETTERS)),
        text(coordinator.get(f"{LETTERS}{letter.pk}/change/")),
    )

    assert "OSError: &lt;no answer&gt;" in listed
    assert "mislykket" in listed
    assert "/da/skriv-mig-op/bekraeft/…/" in shown
    assert "/da/privatliv/" in shown
    assert key not in shown + listed
    assert token not in shown + listed


def test_a_failed_letter_is_sent_again_and_others_are_left_with_the_reason(coordinator, whole):
    interest = make_interest(whole[0])
    failed, sent = (
        make_letter(interest, state="failed", attempts=6),
        make_letter(interest, state="sent"),
    )
    emptied = make_letter(interest, state="failed", text="")

    page = act(coordinator, "send_again", [failed, sent, emptied], LETTERS)

    assert "1 brev er sat i kø igen." in text(page)
    assert "1 brev er ikke sendt igen. Kun et brev, der er mislykket, kan sendes igen." in text(
        page
    )
    assert "1 brev er ikke sendt igen. Brevets tekst er slettet." in text(page)
    assert list(Letter.objects.order_by("pk").values_list("state", flat=True)) == [
        "queued",
        "sent",
        "failed",
    ]


def test_who_is_no_coordinator_sends_no_letter_again(client, whole):
    letter = make_letter(make_interest(whole[0]), state="failed")

    act(staff(client, "auditor", make_university()), "send_again", [letter], LETTERS)

    assert Letter.objects.get().state == "failed"
