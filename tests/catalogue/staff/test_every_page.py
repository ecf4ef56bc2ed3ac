"""No address of the admin is reached with the password alone."""

import pytest
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, reverse

from catalogue.staff.confirm_again import staff_page
from tests.admin_pages import signed_in
from tests.catalogue.staff.makers import CODE, LOGIN, at_the_door, make_app, make_member

pytestmark = pytest.mark.django_db
WAY_IN = {"login", "second_step"}


def patterns(found, before=""):
    for pattern in found:
        if isinstance(pattern, URLPattern):
            yield pattern.name, before + str(pattern.pattern)
        else:
            yield from patterns(pattern.url_patterns, before + str(pattern.pattern))


def addresses():
    """Every address of the admin, with something in place of what varies."""
    for name, route in patterns(admin.site.get_urls()):
        if name in WAY_IN or route.startswith("("):
            continue
        if route.startswith("^(?P<app_label>"):
            route = "catalogue/"
        for kind in (
            "path:content_type_id",
            "path:object_id",
            "int:object_id",
            "int:number",
            "id",
            "path:id",
        ):
            route = route.replace(f"<{kind}>", "1")
        yield "/admin/" + route


def test_every_address_leads_nobody_to_the_password_and_who_gave_it_to_the_second_step():
    kim = make_member(is_superuser=True)
    make_app(kim)
    nobody, at_door, half_way = Client(), at_the_door(kim), Client()
    half_way.force_login(kim)
    found = list(addresses())

    assert len(found) > 60
    for address in found:
        assert "<" not in address, address
        for method in ("get", "post"):
            answers = [getattr(client, method)(address) for client in (nobody, at_door, half_way)]
            assert [answer.status_code for answer in answers] == [302, 302, 302], address
            steps = [answer.url.split("?")[0] for answer in answers]
            assert steps in ([LOGIN, CODE, LOGIN], [LOGIN, LOGIN, LOGIN]), (address, steps)
            assert (steps[1] == LOGIN) is (address == reverse("admin:logout")), address


def test_a_page_outside_the_admin_is_guarded_in_the_same_way(rf):
    client = signed_in()
    page = staff_page(lambda request: HttpResponse("shown"))
    request = rf.get("/desk/")
    request.session, request.user = Client().session, client.get("/admin/").wsgi_request.user

    assert page(request).url == "/admin/login/?next=/desk/"
    request.session = client.session
    assert page(request).content == b"shown"
