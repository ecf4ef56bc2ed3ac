"""The pages of signing in, asked with every method: none but its own does anything."""

import pytest
from django.urls import reverse

from tests.admin_pages import signed_in

pytestmark = pytest.mark.django_db
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"]
READ, SENT = ["GET", "HEAD"], ["POST"]
PAGES = {
    "login": READ + SENT,
    "second_step": READ + SENT,
    "second_factor": READ,
    "set_up_app": READ + SENT,
    "recovery_codes": READ + SENT,
    "codes_are_kept": READ + SENT,
    "kept_form": READ + SENT,
}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_signing_in_refuses_every_method_but_its_own(name):
    client = signed_in()
    own, path = PAGES[name], reverse(f"admin:{name}")

    refused = {
        method: answer.headers["Allow"]
        for method in METHODS
        if (answer := client.generic(method, path)).status_code == 405
    }

    assert refused == {method: ", ".join(own) for method in METHODS if method not in own}
