"""Confirming an import: once, within the hour, over nothing that has changed since the trial."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from catalogue.admin.exchange import apply
from catalogue.admin.exchange.apply import NotImportedError, carrying_out
from catalogue.admin.exchange.resources import exchange_of
from catalogue.models import Course, TriedImport
from tests.admin_pages import signed_in
from tests.catalogue.admin.exchange.pages import address, confirmed, file_of, tried
from tests.makers import make_course, make_university

pytestmark = pytest.mark.django_db


def test_a_row_changed_since_the_file_was_tried_stops_the_whole_import_and_is_named():
    courses = [make_course(title_da=title) for title in "abc"]
    client = signed_in()
    answer = tried(
        client, Course, file_of([{"slug": course.slug, "title_da": "ny"} for course in courses])
    )
    courses[1].code = "NY"
    courses[1].save()

    done = confirmed(client, Course, answer.reference)

    assert (
        "somebody has changed what these rows of the file are about since you tried it: 3."
        in done.words
    )
    assert [course.title_da for course in Course.objects.order_by("pk")] == ["a", "b", "c"]


def test_a_row_changed_while_the_import_runs_stops_it_too(monkeypatch):
    course = make_course(title_da="før")
    client = signed_in()
    answer = tried(client, Course, file_of([{"slug": course.slug, "title_da": "efter"}]))
    take = apply._take

    def taken_while_somebody_saves(tried_import):
        Course.objects.filter(pk=course.pk).update(code="NY")
        take(tried_import)

    monkeypatch.setattr(apply, "_take", taken_while_somebody_saves)
    done = confirmed(client, Course, answer.reference)

    course.refresh_from_db()
    assert "Nothing was imported" in done.words
    assert course.title_da == "før"
    assert TriedImport.objects.count() == 1


def test_what_became_wrong_since_the_file_was_tried_stops_the_import():
    university, course = make_university(slug="gone"), make_course()
    client = signed_in()
    answer = tried(client, Course, file_of([{"slug": course.slug, "host": "gone"}]))
    university.delete()

    assert "some rows are wrong by now" in confirmed(client, Course, answer.reference).words


# Closing the answer ends the request and with it, on PostgreSQL, the connection: the
# transaction must be a real one.
@pytest.mark.django_db(transaction=True)
def test_leaving_the_page_undoes_what_was_written_so_far():
    rows = [
        {"slug": f"kursus-{number}", "title_da": f"Kursus {number}", "ects": "5"}
        for number in range(600)
    ]
    client = signed_in()
    reference = tried(client, Course, file_of(rows)).reference

    answer = client.post(address(Course, "import_confirm"), {"reference": reference})
    pieces = answer.streaming_content
    seen = [next(pieces), next(pieces), next(pieces)]
    while_importing = Course.objects.count()
    answer.close()

    assert [
        "Read 500 of 600 rows." in seen[1].decode(),
        "Imported 500 of 600 rows." in seen[2].decode(),
    ] == [
        True,
        True,
    ]
    assert while_importing == 500
    assert Course.objects.count() == 0
    assert TriedImport.objects.filter(reference=reference).exists()


def test_progress_is_written_as_it_goes_and_nothing_on_the_way_may_hold_it_back():
    rows = [
        {"slug": f"kursus-{number}", "title_da": f"Kursus {number}", "ects": "5"}
        for number in range(501)
    ]
    client = signed_in()

    answer = client.post(
        address(Course, "import"),
        {"file": SimpleUploadedFile("a.csv", file_of(rows))},
        headers={"accept-encoding": "gzip"},
    )
    pieces = [piece.decode() for piece in answer.streaming_content]

    assert answer.headers["Content-Encoding"] == "identity"
    assert answer.headers["X-Accel-Buffering"] == "no"
    assert "no-store" in answer.headers["Cache-Control"]
    assert "Read 500 of 501 rows." in pieces[1]
    assert "The first 200 of 501 rows are shown." in pieces[2]


def test_a_tried_file_ends_after_an_hour(frozen_clock):
    course, client = make_course(title_da="før"), signed_in()
    reference = tried(
        client, Course, file_of([{"slug": course.slug, "title_da": "efter"}])
    ).reference
    TriedImport.objects.update(tried_at=timezone.now() - timedelta(hours=1))

    late = client.post(address(Course, "import_confirm"), {"reference": reference}, follow=True)

    course.refresh_from_db()
    assert "tried over an hour ago" in late.content.decode()
    assert course.title_da == "før"


def test_sending_the_confirmation_twice_imports_once():
    client = signed_in()
    reference = tried(
        client, Course, file_of([{"slug": "a", "title_da": "A", "ects": "5"}])
    ).reference
    confirmed(client, Course, reference)

    again = client.post(address(Course, "import_confirm"), {"reference": reference}, follow=True)

    assert "it was imported, or tried over an hour ago" in again.content.decode()
    assert Course.objects.count() == 1


def test_two_who_confirm_at_once_import_once():
    client = signed_in()
    tried(client, Course, file_of([{"slug": "a", "title_da": "A", "ects": "5"}]))
    kept = TriedImport.objects.get()
    list(carrying_out(kept, exchange_of(Course), lambda verb, thing: True))
    Course.objects.all().delete()
    kept.pk = 1

    with pytest.raises(NotImportedError, match="imported already"):
        list(carrying_out(kept, exchange_of(Course), lambda verb, thing: True))
    assert not Course.objects.exists()


@pytest.mark.parametrize("reference", ["", "nonsense", "0e5f9c1c-4a0e-4b4f-9a0e-0e5f9c1c4a0e"])
def test_a_confirmation_of_nothing_leads_back_to_the_choice_of_a_file(reference):
    answer = signed_in().post(address(Course, "import_confirm"), {"reference": reference})

    assert (answer.status_code, answer.headers["Location"]) == (302, address(Course, "import"))


def test_a_new_try_takes_the_place_of_the_last():
    client = signed_in()
    first = tried(client, Course, file_of([{"slug": "a", "title_da": "A", "ects": "5"}])).reference
    second = tried(client, Course, file_of([{"slug": "b", "title_da": "B", "ects": "5"}])).reference

    assert first != second
    assert [str(kept.reference) for kept in TriedImport.objects.all()] == [second]
