"""What is typed into keep me posted: what is wrong, what is refused, what comes from the check."""

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from admissions import fields
from admissions.domain.background import background_record
from admissions.interest import forms
from admissions.models import Interest, Letter
from catalogue.models import Asking
from catalogue.staff import rate_limits
from tests.admissions.interest.pages import (
    CHECKED,
    DA,
    EN,
    make_master_of_testing,
    sender,
    stamped,
    text,
)
from tests.admissions.makers import DOCTOR
from tests.makers import make_requirement_set


@pytest.fixture
def programme(db):
    return make_master_of_testing()


@pytest.fixture
def send(client, frozen_clock):
    return sender(client, frozen_clock)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"name": ""}, "Write your name", id="no name"),
        pytest.param({"name": " \x00\n "}, "Write your name", id="a name of nothing"),
        pytest.param(
            {"name": "x" * 201}, "Write the name with 200 characters at most", id="a long name"
        ),
        pytest.param({"email": ""}, "Write your e-mail address", id="no address"),
        pytest.param(
            {"email": "anna"},
            "Write the e-mail address in full, for example name@example.com",
            id="half an address",
        ),
        pytest.param(
            {"email": "a@" + "x." * 130 + "dk"},
            "Write an e-mail address of 254 characters at most",
            id="a long address",
        ),
        pytest.param(
            {"email": "İ" * 200 + "@example.org"},
            "Write an e-mail address of 254 characters at most",
            id="an address that is long once it is in lower case",
        ),
        pytest.param(
            {"about": []}, "Choose the whole programme or at least one course", id="no choice"
        ),
        pytest.param(
            {"about": ["*", "no-such-course"]},
            "Choose among the courses shown here",
            id="an unknown course",
        ),
        pytest.param(
            {"when": "never"}, "Choose one of the answers shown here", id="an unknown time"
        ),
        pytest.param(
            {"payer": "aunt"}, "Choose one of the answers shown here", id="an unknown payer"
        ),
        pytest.param(
            {"message": "x" * 2001},
            "Shorten the message by 1 character; it may be 2,000 characters at most",
            id="one too many",
        ),
        pytest.param(
            {"message": "x" * 2345},
            "Shorten the message by 345 characters; it may be 2,000 characters at most",
            id="a long message",
        ),
        pytest.param(
            {"message": "Mit nummer er 010203-1234."},
            "Remove the civil registration number (CPR)",
            id="a CPR number",
        ),
        pytest.param(
            {"name": "Anna 0102031234"},
            "Remove the civil registration number (CPR)",
            id="a CPR number in the name",
        ),
    ],
)
def test_each_way_of_being_wrong_is_told_with_what_to_do(send, programme, fields, message):
    page = send(EN, **fields)

    shown = text(page)
    assert page.status_code == 200
    assert "<title>Error: Keep me posted" in shown
    assert shown.count(message) == 2
    assert 'class="errors" role="alert"' in shown
    assert not Interest.objects.exists()
    assert not Letter.objects.exists()


def test_what_was_typed_is_kept_when_something_is_wrong(send, programme):
    slug = programme.entries.first().course.slug

    shown = text(
        send(
            name="",
            email="anna@example.org",
            about=[slug],
            when="later",
            payer="self",
            message="Hej <b>",
        )
    )

    assert 'value="anna@example.org"' in shown
    assert f'value="{slug}" id="id_about_1" checked' in shown
    assert 'value="later" id="id_when_2" checked' in shown
    assert 'value="self" id="id_payer_0" checked' in shown
    assert "Hej &lt;b&gt;" in shown


@pytest.mark.parametrize(
    ("words", "is_cpr"),
    [
        ("010203-1234", True),
        ("0102031234", True),
        ("010203 1234", True),
        ("010203 – 1234", True),
        ("cpr:311299-0000.", True),
        ("610203-1234", True),
        ("320203-1234", False),
        ("600203-1234", False),
        ("011303-1234", False),
        ("000203-1234", False),
        ("10203-1234", False),
        ("01020312345", False),
        ("+45 35 32 26 26", False),
        ("2026-11-25 og 2027", False),
    ],
)
def test_a_cpr_number_is_known_by_its_day_and_month(words, is_cpr):
    assert fields.holds_cpr_number(words) is is_cpr


@pytest.mark.parametrize(
    ("email", "meant"),
    [
        ("anna@gmail.con", "anna@gmail.com"),
        ("anna@gmial.com", "anna@gmail.com"),
        ("anna@hotmial.con", "anna@hotmail.com"),
        ("anna@regionh.dkk", "anna@regionh.dk"),
        ("anna@gmail.com", ""),
        ("anna@mail.dk", ""),
        ("anna@sund.ku.dk", ""),
        ("anna@example.org", ""),
    ],
)
def test_a_mistyped_domain_is_recognised(email, meant):
    assert fields.suggested_address(email) == meant


def test_a_mistyped_domain_is_asked_about_once_and_not_refused(send, programme):
    asked = send(email="anna@gmail.con")

    assert "Mener du anna@gmail.com? Ret adressen, eller send igen, hvis den er rigtig" in text(
        asked
    )
    assert '<input type="hidden" name="address_seen" value="anna@gmail.con"' in text(asked)
    assert not Interest.objects.exists()
    assert send(email="anna@gmail.con", address_seen="anna@gmail.con").status_code == 302
    assert Interest.objects.get().email == "anna@gmail.con"


def test_a_robot_gets_the_same_answer_and_no_mail_is_sent(send, programme):
    person, robot = send(email="bo@example.org"), send(leave_empty="x")

    assert (robot.status_code, robot.headers["Location"]) == (
        person.status_code,
        person.headers["Location"],
    )
    assert [interest.email for interest in Interest.objects.all()] == ["bo@example.org"]
    assert Letter.objects.count() == 1


def test_a_form_sent_too_fast_is_asked_for_again_with_all_that_was_typed(client, programme):
    form = stamped(message="Hej")

    page = client.post(EN, form)

    assert "The form came back faster than a person can fill it in" in text(page)
    assert "<title>Error: Keep me posted" in text(page)
    assert 'value="Anna Prøve"' in text(page)
    assert f'name="stamp" value="{form["stamp"]}"' in text(page)
    assert not Interest.objects.exists()


@pytest.mark.parametrize("stamp", ["", "forged:1:2", "\x00"])
def test_a_form_without_our_stamp_is_asked_for_again_and_given_one(
    client, programme, frozen_clock, stamp
):
    page = client.post(EN, stamped(stamp=stamp))

    assert "Something of the form was lost on the way" in text(page)
    assert 'value="Anna Prøve"' in text(page)
    assert not Interest.objects.exists()
    given = re.search(r'name="stamp" value="([^"]+)"', text(page))[1]
    frozen_clock.shift(timedelta(minutes=1))
    assert client.post(EN, stamped(stamp=given)).status_code == 302


def test_a_double_click_is_one_interest_and_one_letter(client, programme, frozen_clock):
    form = stamped()
    frozen_clock.shift(timedelta(minutes=1))

    pages = [client.post(DA, form), client.post(DA, form)]

    assert [page.headers["Location"] for page in pages] == ["/da/skriv-mig-op/modtaget/"] * 2
    assert (Interest.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_sixth_form_of_an_address_within_the_hour_is_429_and_others_go_on(
    send, programme, frozen_clock
):
    for number in range(5):
        assert send(message=str(number)).status_code == 302

    page = send(message="the sixth")

    assert page.status_code == 429
    assert "Send formularen igen efter kl. 11.01." in text(page)
    assert page.headers["Retry-After"] == str(60 * 55)
    assert "the sixth" in text(page)
    assert Interest.objects.count() == 5
    assert send(email="bo@example.org").status_code == 302
    frozen_clock.shift(timedelta(hours=1))
    assert send(message="the sixth").status_code == 302


def test_the_thirty_first_form_of_a_network_is_429_and_other_networks_go_on(send, programme):
    now = timezone.now()
    bucket = rate_limits.bucket_of("interest", "network", "192.0.2.0/24")
    Asking.objects.bulk_create(Asking(bucket=bucket, at=now) for _ in range(30))

    assert send(network="192.0.2.200").status_code == 429
    assert send(network="198.51.100.7").status_code == 302


def test_a_form_without_a_csrf_token_is_refused(programme):
    client = Client(enforce_csrf_checks=True)

    assert client.post(DA, stamped()).status_code == 403
    assert not Interest.objects.exists()


HOSTILE = {
    "NUL": "\x00",
    "ten thousand characters": "x" * 10_000,
    "emoji": "👩🏽‍🔬",
    "header injection": "Anna\r\nBcc: everybody@example.org",
    "markup": "<script>alert(1)</script>{{ settings.SECRET_KEY }}",
    "formula": "=cmd|' /C calc'!A0",
    "half a surrogate": "\ud800",
    "right to left": "\u202eabc",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize(
    "field", ["name", "email", "about", "when", "payer", "message", "stamp", "address_seen"]
)
def test_no_input_breaks_the_form(client, programme, frozen_clock, field, value):
    form = stamped(**{field: value})
    body = urlencode(
        {
            name: given[0] if name == "about" and field != "about" else given
            for name, given in form.items()
        },
        errors="surrogatepass",
    )
    frozen_clock.shift(timedelta(minutes=1))

    page = client.post(DA, body, content_type="application/x-www-form-urlencoded")

    assert page.status_code in (200, 302)
    assert "<script>alert" not in page.content.decode()
    query = urlencode(
        {field: value, "course": value, "programme": value, "degree": value}, errors="surrogatepass"
    )
    assert client.get(f"{DA}?{query}").status_code == 200


def test_what_nobody_types_is_dropped_and_the_rest_is_kept(send, programme):
    send(name="Anna\r\nBcc:\x00 everybody", message="👩🏽‍🔬\x00\x07 ja")

    interest = Interest.objects.get()
    assert (interest.name, interest.message) == ("Anna Bcc: everybody", "👩🏽‍🔬 ja")


def test_fields_that_the_form_does_not_have_change_nothing(send, programme):
    send(
        confirmed_at="2026-01-01",
        ends_on="2099-01-01",
        reference="x",
        link_issue="9",
        programme="0",
        language="xx",
        state="sent",
    )

    interest = Interest.objects.get()
    assert interest.confirmed_at is None
    assert (interest.link_issue, interest.programme, interest.language) == (1, programme, "da")
    assert interest.ends_on == timezone.localdate() + timedelta(days=2)


def test_every_field_has_a_written_purpose_and_every_purpose_a_field():
    form = forms.InterestForm([], has_background=True)

    assert set(form.fields) == set(forms.FIELD_PURPOSES)
    assert all(purpose.endswith(".") for purpose in forms.FIELD_PURPOSES.values())


def test_nothing_needs_to_be_agreed_to(programme):
    form = forms.InterestForm([], has_background=True)

    assert {name for name, field in form.fields.items() if field.required} == {
        "name",
        "email",
        "about",
    }


def test_without_answers_the_form_points_to_the_eligibility_check(client, programme):
    shown = text(client.get(DA))

    assert "Tjek det først: det tager et minut" in shown
    assert 'href="/da/adgang/"' in shown
    assert "send_background" not in shown


def test_answers_from_the_check_are_shown_with_the_assessment_and_a_box_to_send_them(
    client, programme
):
    make_requirement_set(programme)

    shown = text(client.get(EN + CHECKED))

    assert "Your answers from the eligibility check" in shown
    assert "Yes, you can apply" in shown
    assert "Two years of work" in shown
    assert "Enough." in shown
    assert '<input type="checkbox" name="send_background"' in shown
    assert 'name="send_background" checked' not in shown


@pytest.mark.parametrize(
    "query", ["?degree=doctor", "?degree=master", "?m1=13&y1=2020", "?degree="]
)
def test_answers_that_cannot_be_judged_are_left_out(client, programme, query):
    make_requirement_set(programme)

    assert "send_background" not in text(client.get(EN + query))


def test_answers_without_rules_in_force_are_left_out(client, programme):
    assert "send_background" not in text(client.get(EN + CHECKED))


def test_answers_are_kept_with_the_assessment_only_when_the_box_is_ticked(send, programme):
    make_requirement_set(programme)

    send(EN + CHECKED, email="a@example.org", send_background="on")
    send(EN + CHECKED, email="b@example.org")
    send(EN, email="c@example.org", send_background="on")

    kept = {interest.email[0]: interest for interest in Interest.objects.all()}
    assert kept["a"].background == background_record(DOCTOR)
    assert (kept["a"].assessment["outcome"], kept["a"].assessment["reference_on"]) == (
        "meets",
        "2027-05-01",
    )
    assert kept["b"].background is kept["b"].assessment is kept["c"].background is None
