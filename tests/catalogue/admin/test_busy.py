import pytest
from django.db import OperationalError
from django.db.models.signals import pre_save

from catalogue.models import Course
from tests.admin_pages import page_of, send, signed_in, words_of
from tests.makers import make_course
from tests.meanwhile import meanwhile

pytestmark = pytest.mark.django_db


def wait_in_vain(**kwargs):
    raise OperationalError("canceling statement due to statement timeout")


def test_a_save_that_waited_in_vain_keeps_what_was_typed_to_be_sent_again():
    course = make_course(title_en="Before")
    client = signed_in()
    pre_save.connect(wait_in_vain, sender=Course)
    try:
        answer = send(client, page_of(course), title_en="What I typed <b>")
    finally:
        pre_save.disconnect(wait_in_vain, sender=Course)

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "Nothing you typed is lost" in words_of(answer)
    assert ("title_en", "What I typed <b>") in answer.context["fields"]
    assert "csrfmiddlewaretoken" not in dict(answer.context["fields"])
    course.refresh_from_db()
    assert course.title_en == "Before"

    again = client.post(page_of(course), dict(answer.context["fields"]))

    assert again.status_code == 302
    course.refresh_from_db()
    assert course.title_en == "What I typed <b>"


def test_a_page_that_cannot_be_read_is_an_error_and_asks_nobody_to_send_anything_again():
    course = make_course()
    client = signed_in()
    reading = f'SELECT "{Course._meta.db_table}"'

    with meanwhile(wait_in_vain, before=reading), pytest.raises(OperationalError):
        client.get(page_of(course))
