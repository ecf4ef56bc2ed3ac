"""Codes from an app, and recovery codes: which count, how often, for whom."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import RecoveryCode
from catalogue.staff import codes
from tests.catalogue.staff.makers import code_of, make_app, make_member

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "192.0.2.0/24", "198.51.100.0/24"


def check(person, typed, network=HERE):
    return codes.check(person, typed, network=network, now=timezone.now())


def refusal(person, typed, network=HERE):
    return check(person, typed, network).refusal


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        "{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}",
        "  {}\t",
        "{0[0]}-{0[1]}{0[2]}{0[3]}{0[4]}{0[5]}",
    ],
)
def test_the_code_of_the_app_is_right_however_it_is_written(written):
    kim = make_member()
    code = code_of(make_app(kim))

    assert check(kim, written.format(code)).by == "app"


@pytest.mark.parametrize(("steps", "is_right"), [(-2, False), (-1, True), (1, True), (2, False)])
def test_a_phone_may_be_half_a_minute_wrong_and_no_more(steps, is_right):
    kim = make_member()
    device = make_app(kim)

    assert (check(kim, code_of(device, time.time() + 30 * steps)).by == "app") is is_right


def test_a_code_of_the_app_counts_once(frozen_clock):
    kim = make_member()
    device = make_app(kim)
    code = code_of(device)

    assert check(kim, code).by == "app"
    assert refusal(kim, code) == "used"
    frozen_clock.shift(30)
    assert refusal(kim, code) == "used"
    assert check(kim, code_of(device)).by == "app"


def test_somebody_elses_code_and_an_app_that_is_not_confirmed_grant_nothing():
    kim, bo = make_member("kim"), make_member("bo")
    theirs, begun = make_app(bo), make_app(kim)
    type(begun).objects.filter(pk=begun.pk).update(confirmed=False)

    assert refusal(kim, code_of(begun)) == "no_app"
    make_app(kim)
    assert refusal(kim, code_of(theirs)) == "wrong"


@pytest.mark.parametrize(
    "typed",
    ["", "12345", "1234567", "abcdef", "１２３４５６", "1" * 15, "1" * 17, "\x00" * 6, "½½½½½½"],
)
def test_what_is_no_code_is_told_apart_and_costs_no_attempt(typed):
    kim = make_member()
    device = make_app(kim)

    for _number in range(12):
        assert refusal(kim, typed) == "no_code"
    device.refresh_from_db()
    assert device.throttling_failure_count == 0


def test_wrong_codes_make_whoever_knows_the_password_wait_longer_and_longer(frozen_clock):
    kim = make_member()
    device = make_app(kim)
    wrong = f"{(int(code_of(device)) + 1) % 10**6:06}"

    assert refusal(kim, wrong) == "wrong"
    assert check(kim, code_of(device)).retry_at == timezone.now() + timedelta(seconds=1)
    frozen_clock.shift(1)
    assert refusal(kim, wrong) == "wrong"
    assert check(kim, code_of(device)).retry_at == timezone.now() + timedelta(seconds=2)
    frozen_clock.shift(2)
    assert check(kim, code_of(device)).by == "app"


def test_ten_recovery_codes_of_sixteen_digits_are_made_and_only_hashes_kept():
    kim = make_member()
    made = codes.make_recovery_codes(kim)

    kept = " ".join(str(row) for row in RecoveryCode.objects.values_list())
    assert len(set(made)) == 10
    assert all(len(code) == 19 and len(code.replace("-", "")) == 16 for code in made)
    assert not any(code in kept or code.replace("-", "") in kept for code in made)


@pytest.mark.parametrize(
    "written", ["{}", " {} ", "{0}\n"], ids=["as shown", "with spaces", "with a line break"]
)
@pytest.mark.parametrize("between", ["-", " ", "", "–", "\u00a0"])
def test_a_recovery_code_works_once_however_it_is_written(written, between):
    kim = make_member()
    code = codes.make_recovery_codes(kim)[3]
    typed = written.format(code.replace("-", between))

    assert check(kim, typed).by == "recovery code"
    assert refusal(kim, code) == "used"
    assert codes.recovery_codes_left(kim) == 9


def test_a_recovery_code_is_its_owners_alone_and_dies_when_new_ones_are_made():
    kim, bo = make_member("kim"), make_member("bo")
    code = codes.make_recovery_codes(kim)[0]
    codes.make_recovery_codes(bo)

    assert refusal(bo, code) == "wrong"
    codes.make_recovery_codes(kim)
    assert refusal(kim, code) == "wrong"


def test_of_two_who_send_a_recovery_code_at_once_one_comes_in():
    kim = make_member()
    code = codes.make_recovery_codes(kim)[0]
    is_first = [True]

    def somebody_is_faster(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and is_first.pop():
            RecoveryCode.objects.filter(user=kim).update(used_at=timezone.now())
        return execute(sql, params, many, context)

    with connection.execute_wrapper(
        lambda *call: somebody_is_faster(*call) if is_first else call[0](*call[1:])
    ):
        answer = refusal(kim, code)

    assert is_first == []
    assert answer == "used"


def test_the_eleventh_wrong_code_from_one_network_waits_and_the_owner_elsewhere_does_not(
    frozen_clock,
):
    kim = make_member()
    right = codes.make_recovery_codes(kim)

    for _number in range(10):
        assert refusal(kim, "0" * 16) == "wrong"
    assert check(kim, right[0]).retry_at == timezone.now() + timedelta(minutes=10)
    assert check(kim, right[0], ELSEWHERE).by == "recovery code"
    frozen_clock.shift(600)
    assert check(kim, right[1]).by == "recovery code"


def test_right_codes_never_make_anybody_wait():
    kim = make_member()
    for code in [*codes.make_recovery_codes(kim), *codes.make_recovery_codes(kim)][10:]:
        assert check(kim, code).by == "recovery code"
    assert refusal(kim, "0" * 16) == "wrong"


def test_only_who_never_had_a_second_factor_sets_one_up_with_the_password_alone():
    never, app, paper, used_up = (
        make_member(name) for name in ("never", "app", "paper", "used-up")
    )
    make_app(app)
    codes.make_recovery_codes(paper)
    codes.make_recovery_codes(used_up)
    RecoveryCode.objects.filter(user=used_up).update(used_at=timezone.now())

    people = {
        person.username: codes.may_set_up_with_password_alone(person)
        for person in (never, app, paper, used_up)
    }
    assert people == {"never": True, "app": False, "paper": False, "used-up": False}
    codes.forget_second_factor(used_up)
    assert codes.may_set_up_with_password_alone(used_up)


@given(typed=st.text(max_size=40))
def test_nothing_typed_breaks_the_check_or_comes_in_by_luck(typed):
    kim = User(pk=1)

    assert codes.check(kim, typed, network="", now=timezone.now()).by == ""
