"""The admin's lists of interests and letters, as staff open them."""

import re

from tests.admin_pages import come_in, make_staff

INTERESTS = "/admin/admissions/interest/"
LETTERS = "/admin/admissions/letter/"


def staff(client, *roles):
    come_in(client, make_staff(*roles, username="other"))
    return client


def text(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\N{NO-BREAK SPACE}", " "))


def act(client, name, rows, address=INTERESTS):
    return client.post(
        address, {"action": name, "_selected_action": [row.pk for row in rows]}, follow=True
    )
