"""One code of the second factor that two send at the same moment lets one of them in."""

import pytest
from django.utils import timezone

from catalogue.models import RecoveryCode
from catalogue.staff import codes
from tests.at_once import at_once, races
from tests.catalogue.staff.makers import code_of, make_app, make_member

pytestmark = races


def checking(person, code, network):
    def check():
        checked = codes.check(person, code, network=network, now=timezone.now())
        return checked.by or checked.refusal

    return check


@pytest.mark.parametrize("by", ["app", "recovery code"])
def test_of_two_who_send_a_code_at_once_one_comes_in(by):
    kim = make_member()
    device = make_app(kim)
    code = code_of(device) if by == "app" else codes.make_recovery_codes(kim)[0]

    ended = at_once(checking(kim, code, "192.0.2.0/24"), checking(kim, code, "198.51.100.0/24"))

    assert ended == (by, "used")
    device.refresh_from_db()
    assert device.throttling_failure_count == 0
    assert RecoveryCode.objects.exclude(used_at=None).count() == (by == "recovery code")
