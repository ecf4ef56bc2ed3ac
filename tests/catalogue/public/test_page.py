from django.http import HttpResponse
from django.test import RequestFactory

from catalogue.public.page import public_page


@public_page
def greeting(request):
    """Greets."""
    return HttpResponse(f"cookies: {sorted(request.COOKIES)}")


def test_a_public_page_sees_no_cookie_and_may_be_kept():
    request = RequestFactory().get("/", headers={"cookie": "sessionid=abc; other=1"})
    assert sorted(request.COOKIES) == ["other", "sessionid"]

    response = greeting(request)

    assert response.content == b"cookies: []"
    assert response.headers["Cache-Control"] == "public, no-cache"


def test_a_public_page_is_known_as_one_and_keeps_its_name():
    assert greeting.is_public
    assert (greeting.__name__, greeting.__doc__) == ("greeting", "Greets.")
