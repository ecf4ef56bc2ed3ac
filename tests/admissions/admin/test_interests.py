"""Interests and letters as staff meet them: who may see what, filters, export, and the log."""

import csv
import io
import logging
import re
from datetime import date, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.utils import timezone

from admissions.admin import interests
from admissions.models import Interest, Letter
from tests.admin_pages import come_in, make_staff
from tests.admissions.admin.pages import INTERESTS, LETTERS, act, staff, text
from tests.admissions.makers import make_interest, make_letter
from tests.makers import make_course, make_university, make_whole_programme

ASSESSED = {
    "version": 1,
    "set": 3,
    "reference_on": "2027-05-01",
    "outcome": "not_yet",
    "qualifies_on": "2027-09-01",
    "findings": [
        {
            "number": 1,
            "kind": "work",
            "title_da": "To års arbejde",
            "title_en": "Two years of work",
            "outcome": "not_yet",
            "sentence_da": "Ikke nok.",
            "sentence_en": "Not enough.",
            "months": 20,
            "days": 0,
            "months_needed": 24,
            "qualifies_on": "2027-09-01",
        }
    ],
}


@pytest.fixture
def whole(db):
    return make_whole_programme(title_da="Master i prøvekunst", title_en="Master of Testing")


@pytest.fixture
def coordinator(client, db):
    come_in(client, make_staff("coordinator", username="kim"))
    return client


def exported(response):
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))


@pytest.mark.parametrize("page", ["", "{}/change/", "{}/delete/", "{}/history/"])
@pytest.mark.parametrize("address", [INTERESTS, LETTERS])
def test_strangers_are_sent_to_the_login_staff_without_the_right_are_refused_a_coordinator_reads(
    client, whole, address, page, request
):
    interest = make_interest(whole[0], name="Anna Prøve")
    row = interest if address == INTERESTS else make_letter(interest)
    address += page.format(row.pk)

    nobody = client.get(address)
    without = staff(client, "auditor", make_university()).get(address)
    right = request.getfixturevalue("coordinator").get(address)

    assert (nobody.status_code, nobody.headers["Location"]) == (
        302,
        f"/admin/login/?next={address}",
    )
    assert without.status_code == (404 if page else 403)
    assert "Anna" not in without.content.decode()
    assert right.status_code == (
        403 if address.startswith(LETTERS) and page == "{}/delete/" else 200
    )


def test_the_list_shows_what_staff_ask_for(coordinator, whole):
    programme, courses = whole
    interest = make_interest(
        programme,
        [courses[0]],
        name="Anna Prøve",
        when="later",
        payer="employer",
        assessment=ASSESSED,
        whole_programme=False,
        confirmed_at=timezone.now(),
    )

    shown = text(coordinator.get(INTERESTS))

    row = shown.split("<tbody>")[-1]
    for word in (
        "Anna Prøve",
        interest.email,
        "Master i prøvekunst",
        str(courses[0].title),
        "Senere end det",
        "Min arbejdsgiver betaler",
        "Ikke endnu",
    ):
        assert word in row


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"Anna", "Bo", "Carl"}),
        ("?confirmed=yes", {"Anna"}),
        ("?confirmed=no", {"Bo", "Carl"}),
        ("?confirmed=nonsense", {"Anna", "Bo", "Carl"}),
        ("?outcome=not_yet", {"Anna"}),
        ("?outcome=meets", set()),
        ("?outcome=none", {"Bo", "Carl"}),
        ("?outcome=nonsense", {"Anna", "Bo", "Carl"}),
        ("?when__exact=later", {"Bo"}),
        ("?payer__exact=self", {"Carl"}),
        ("?course=bioinformatics", {"Bo"}),
        ("?course=nonsense", set()),
        ("?q=carl", {"Carl"}),
    ],
)
def test_the_list_can_be_filtered_and_searched(coordinator, whole, query, found):
    course = make_course(slug="bioinformatics")
    make_interest(whole[0], name="Anna", confirmed_at=timezone.now(), assessment=ASSESSED)
    make_interest(whole[0], [course], name="Bo", when="later")
    make_interest(whole[0], name="Carl", payer="self")

    page = coordinator.get(INTERESTS + query)

    assert {interest.name for interest in page.context["cl"].result_list} == found


def test_what_the_timer_should_have_deleted_is_not_shown(coordinator, whole):
    long_ago = timezone.now() - timedelta(days=600)
    make_interest(whole[0], name="Late", created_at=timezone.now() - timedelta(hours=48))
    make_interest(
        whole[0],
        name="Ended",
        created_at=long_ago,
        confirmed_at=long_ago,
        ends_on=date(2026, 11, 24),
    )
    last_day = make_interest(
        whole[0],
        name="Last day",
        created_at=long_ago,
        confirmed_at=long_ago,
        ends_on=date(2026, 11, 25),
    )

    page = coordinator.get(INTERESTS)

    assert list(page.context["cl"].result_list) == [last_day]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_the_same_however_many_rows(
    coordinator, whole, rows, django_assert_num_queries
):
    for _ in range(rows):
        make_interest(whole[0], whole[1], confirmed_at=timezone.now(), assessment=ASSESSED)

    with django_assert_num_queries(11):
        coordinator.get(INTERESTS)


def test_the_list_says_how_many_wait_per_course(coordinator, whole, django_assert_num_queries):
    programme, (first, second) = whole
    now = timezone.now()
    make_interest(programme, [first, second], confirmed_at=now)
    make_interest(programme, [first], confirmed_at=now, whole_programme=False)
    make_interest(programme, [first])
    make_interest(programme, [first], confirmed_at=now, ends_on=date(2026, 11, 24))

    make_course(slug="nobody-waits")
    make_interest(
        programme,
        [make_course(slug="draft", is_published=False)],
        confirmed_at=now,
        whole_programme=False,
    )

    with django_assert_num_queries(2):
        waiting = interests.waiting_most()

    assert [(str(row.title), row.number, row.filtered_by) for row in waiting] == [
        (str(first.title), 2, f"course={first.slug}"),
        ("Hele Master i prøvekunst", 1, f"programme__id__exact={programme.pk}"),
        (str(second.title), 1, f"course={second.slug}"),
    ]
    page = coordinator.get(INTERESTS)
    assert "Så mange venter pr. kursus" in text(page)
    assert f'<a href="?course={first.slug}">{first.title}</a>' in page.content.decode()


def test_the_list_stays_short_where_people_wait_for_a_hundred_courses(coordinator, whole):
    courses = [
        make_course(slug=f"waited-{number}", title_da=f"Kursus {number}") for number in range(100)
    ]
    make_interest(whole[0], courses, confirmed_at=timezone.now(), whole_programme=False)

    page = coordinator.get(INTERESTS)
    chosen = coordinator.get(f"{INTERESTS}?course=waited-7")

    assert page.content.decode().count('<a href="?course=') == interests.MOST_WAITED_FOR == 50
    assert offered_courses(page) == []
    assert offered_courses(chosen) == ["waited-7"]


def offered_courses(page):
    filters = [
        each for each in page.context["cl"].filter_specs if isinstance(each, interests.CourseFilter)
    ]
    return [slug for each in filters for slug, _title in each.lookup_choices]


def test_who_may_not_read_interests_has_none_counted(client, whole, monkeypatch):
    monkeypatch.setattr(
        interests, "waiting_most", lambda: pytest.fail("counted for somebody who may not see it")
    )

    assert staff(client, "auditor", make_university()).get(INTERESTS).status_code == 403


def test_one_interest_shows_the_assessment_in_words_and_nothing_to_edit(coordinator, whole):
    interest = make_interest(whole[0], message="Hej <b>du</b>", assessment=ASSESSED)

    shown = text(coordinator.get(f"{INTERESTS}{interest.pk}/change/"))

    assert "Hej &lt;b&gt;du&lt;/b&gt;" in shown
    for words in (
        "Du kan søge fra 1. september 2027",
        "To års arbejde",
        "Ikke nok.",
        "Talt med: 1 år og 8 måneder. Krav: 2 år. Opfyldt fra 1. september 2027.",
        "Adgangskravenes version 3.",
    ):
        assert words in shown
    form = shown.split('id="interest_form"')[1]
    assert not re.search(r'<(input type="text"|textarea|select)', form.split("</form>")[0])


def test_nobody_adds_or_edits_an_interest_whatever_they_post(coordinator, whole):
    interest = make_interest(whole[0], name="Anna")

    changed = coordinator.post(
        f"{INTERESTS}{interest.pk}/change/", {"name": "Other", "confirmed_at_0": "2026-01-01"}
    )
    added = coordinator.get(f"{INTERESTS}add/")

    assert (changed.status_code, added.status_code) == (403, 403)
    interest.refresh_from_db()
    assert (interest.name, interest.confirmed_at) == ("Anna", None)


def test_a_coordinator_deletes_an_interest_with_its_letters_and_the_log_names_nobody(
    coordinator, whole
):
    interest = make_interest(whole[0], name="Kvalmosegaard", email="kvalmosegaard@example.org")
    make_letter(interest)

    coordinator.post(f"{INTERESTS}{interest.pk}/delete/", {"post": "yes"})

    assert not Interest.objects.exists()
    assert not Letter.objects.exists()
    entry = LogEntry.objects.get()
    assert "valmosegaard" not in f"{entry.object_repr} {entry.change_message}"


def test_the_export_is_what_danish_spreadsheets_read(coordinator, whole):
    programme, courses = whole
    confirmed = make_interest(
        programme,
        [courses[0]],
        name="Anna; Prøve",
        email="anna@example.org",
        message='Hej "du"\nfarvel',
        confirmed_at=timezone.now(),
        assessment=ASSESSED,
        when="later",
    )

    page = act(coordinator, "export_csv", [confirmed])

    assert page.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert (
        page.headers["Content-Disposition"]
        == 'attachment; filename="interessetilkendegivelser-2026-11-25.csv"'
    )
    assert "no-store" in page.headers["Cache-Control"]
    assert page.content.startswith(b"\xef\xbb\xbfModtaget;")
    titles, row = exported(page)
    assert dict(zip(titles, row, strict=True)) == {
        "Modtaget": "2026-11-25 10:00",
        "Bekræftet": "2026-11-25 10:00",
        "Slutter": "2028-05-25",
        "Navn": "Anna; Prøve",
        "E-mail": "anna@example.org",
        "Sprog": "da",
        "Uddannelse": "Master i prøvekunst",
        "Vil høre om": f"Hele uddannelsen, {courses[0].title}",
        "Hvornår": "Senere end det",
        "Hvem betaler": "",
        "Vurdering": "Ikke endnu",
        "Besked": 'Hej "du"\nfarvel',
    }


def test_only_confirmed_ones_are_exported(coordinator, whole):
    confirmed = make_interest(whole[0], name="Anna", confirmed_at=timezone.now())
    waiting = make_interest(whole[0], name="Bo")

    assert [row[3] for row in exported(act(coordinator, "export_csv", [confirmed, waiting]))] == [
        "Navn",
        "Anna",
    ]
    nothing = act(coordinator, "export_csv", [waiting])
    assert "Ingen af de valgte er bekræftet" in text(nothing)


def test_select_all_exports_what_the_filter_shows(coordinator, whole):
    now = timezone.now()
    anna = make_interest(whole[0], name="Anna", confirmed_at=now, when="later")
    make_interest(whole[0], name="Bo", confirmed_at=now, when="later")
    make_interest(whole[0], name="Carl", confirmed_at=now)
    form = {"action": "export_csv", "_selected_action": [anna.pk], "select_across": "1"}

    page = coordinator.post(f"{INTERESTS}?when__exact=later", form)

    assert {row[3] for row in exported(page)} == {"Navn", "Anna", "Bo"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_no_cell_can_begin_a_formula(coordinator, whole, start):
    attack = f"{start}cmd|' /C calc'!A0"
    interest = make_interest(whole[0], name=attack, message=attack, confirmed_at=timezone.now())

    _titles, row = exported(act(coordinator, "export_csv", [interest]))

    assert interests.harmless(attack) == f"'{attack}"
    assert [cell[:1] for cell in (row[3], row[11])] == ["'", "'"]
    assert interests.harmless("Anna = Bo") == "Anna = Bo"


@pytest.mark.parametrize("roles", [[], ["auditor"]])
def test_nobody_but_a_coordinator_exports_whatever_django_was_told_of_them(client, whole, roles):
    interest = make_interest(whole[0], name="Anna", confirmed_at=timezone.now())
    person = make_staff(*roles)
    person.user_permissions.set(Permission.objects.filter(content_type__app_label="admissions"))
    come_in(client, person)

    page = act(client, "export_csv", [interest])

    assert page.status_code == 403
    assert not LogEntry.objects.exists()


def test_an_export_is_logged_with_who_and_how_many_and_without_a_person(
    coordinator, whole, caplog, monkeypatch
):
    monkeypatch.setattr(logging.getLogger("mastersite"), "propagate", True)
    interest = make_interest(whole[0], name="Kvalmosegaard", confirmed_at=timezone.now())
    form = {"action": "export_csv", "_selected_action": [interest.pk]}

    coordinator.post(f"{INTERESTS}?confirmed=yes&q=kvalmosegaard", form)

    record = next(record for record in caplog.records if record.name == "mastersite.audit")
    assert (record.message, record.user, record.number) == ("interests exported", "kim", 1)
    assert (record.filters, record.searched) == ({"confirmed": "yes"}, True)
    entry = LogEntry.objects.get()
    assert (entry.user.username, entry.change_message) == (
        "kim",
        "Eksporterede 1 interessetilkendegivelse.",
    )
    assert "valmosegaard" not in f"{record.__dict__} {entry.object_repr} {entry.change_message}"


def test_reading_an_interest_is_logged_with_who_and_which_and_not_being_let_in_is_no_reading(
    coordinator, whole, caplog, monkeypatch
):
    monkeypatch.setattr(logging.getLogger("mastersite"), "propagate", True)
    interest = make_interest(whole[0], name="Kvalmosegaard")
    address = f"{INTERESTS}{interest.pk}/change/"

    coordinator.get(address)
    staff(coordinator, "auditor").get(address)

    told = [record for record in caplog.records if record.message == "interest read"]
    assert {(record.user, record.interest) for record in told} == {("kim", str(interest.pk))}
    assert "valmosegaard" not in str([record.__dict__ for record in told])
