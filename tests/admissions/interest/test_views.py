"""Keep me posted, as a visitor meets it: the form, its notice, the way through the mails."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from admissions.models import Interest, Letter
from catalogue.models import CurriculumEntry
from tests.admissions.interest.pages import (
    CHECKED,
    DA,
    EN,
    make_master_of_testing,
    sender,
    stamped,
    text,
)
from tests.admissions.makers import make_interest
from tests.makers import make_course, make_programme, make_requirement_set, make_whole_programme


@pytest.fixture
def programme(db):
    return make_master_of_testing()


@pytest.fixture
def send(client, frozen_clock):
    return sender(client, frozen_clock)


@pytest.mark.parametrize("address", [DA, EN])
def test_the_form_is_kept_by_no_cache(client, programme, address):
    page = client.get(address)

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert set(page.cookies) == {"csrftoken"}


def test_sending_keeps_the_interest_and_leads_to_check_your_mail(send, client, programme):
    second = programme.entries.last().course

    page = send(
        EN, about=["*", second.slug], when="soonest", payer="employer", message="Hello\r\nthere"
    )

    assert (page.status_code, page.headers["Location"]) == (302, "/en/keep-me-posted/received/")
    interest = Interest.objects.get()
    assert (interest.name, interest.email, interest.language) == (
        "Anna Prøve",
        "anna@example.org",
        "en",
    )
    assert (interest.whole_programme, list(interest.courses.all())) == (True, [second])
    assert (interest.when, interest.payer, interest.message) == (
        "soonest",
        "employer",
        "Hello\nthere",
    )
    assert interest.confirmed_at is None
    assert interest.background is interest.assessment is None
    assert Letter.objects.get().interest == interest
    received = client.get(page.headers["Location"])
    assert "<h1>Check your mail</h1>" in text(received)
    assert "no-store" in received.headers["Cache-Control"]


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(send, programme):
    make_interest(programme, email="anna@example.org", confirmed_at=timezone.now())

    known, unknown = send(email="anna@example.org"), send(email="bo@example.org")

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert known.content == unknown.content
    assert sorted(Letter.objects.values_list("kind", flat=True)) == [
        "confirm_interest",
        "confirm_interest_again",
    ]


def test_known_and_unknown_addresses_cost_the_same(
    client, programme, frozen_clock, django_assert_num_queries
):
    make_interest(programme, email="anna@example.org", confirmed_at=timezone.now())
    forms = [stamped(email="anna@example.org"), stamped(email="bo@example.org")]
    frozen_clock.shift(timedelta(minutes=1))

    client.get(DA)

    for form in forms:
        with django_assert_num_queries(16):
            assert client.post(DA, form).status_code == 302


def test_the_whole_programme_is_chosen_unless_the_address_names_a_course(client, programme):
    course = programme.entries.first().course

    plain, named, unknown = (
        text(client.get(DA + query)) for query in ("", f"?course={course.slug}", "?course=nothing")
    )

    assert '<input type="checkbox" name="about" value="*" id="id_about_0" checked>' in plain
    assert plain.count(" checked>") == named.count(" checked>") == unknown.count(" checked>") == 1
    assert f'value="{course.slug}" id="id_about_1" checked>' in named
    assert 'value="*" id="id_about_0" checked>' in unknown


def test_a_course_of_several_programmes_asks_which_of_these_and_goes_along(client, programme):
    course = programme.entries.first().course
    second = make_programme(ects=course.ects, slug="second", title_da="Master i andet")
    CurriculumEntry.objects.create(programme=second, course=course, kind="mandatory")
    make_programme(ects=course.ects, slug="third", title_da="Master i det tredje")

    asked = text(client.get(f"{DA}?course={course.slug}"))
    form = text(client.get(f"/da/uddannelser/second/skriv-mig-op/?course={course.slug}"))

    assert f"<b>{course.title_da}</b> indgår i 2 uddannelser. Hvilken af dem gælder det?" in asked
    assert f'href="/da/uddannelser/second/skriv-mig-op/?course={course.slug}"' in asked
    assert "Master i det tredje" not in asked
    assert f'value="{course.slug}" id="id_about_1" checked>' in form


def test_a_course_of_no_programme_goes_along_to_whichever_is_chosen(client, programme):
    lonely = make_course(slug="lonely", title_da="Et enkelt kursus")
    make_whole_programme(slug="second")

    finder = text(client.get(f"{DA}?course=lonely&lang=unknown"))
    form = text(client.get("/da/uddannelser/second/skriv-mig-op/?course=lonely"))

    assert '<input type="hidden" name="course" value="lonely">' in finder
    assert set(re.findall(r'<a class="tapline" href="(/[^"]*)"', finder)) >= {f"{DA}?course=lonely"}
    assert 'href="/da/uddannelser/second/skriv-mig-op/?course=lonely"' in finder
    assert 'value="lonely" id="id_about_3" checked>' in form
    assert lonely.title_da in form


def test_only_published_courses_can_be_chosen(client, programme, send):
    hidden = programme.entries.first().course
    hidden.is_published = False
    hidden.save()

    assert hidden.slug not in text(client.get(DA))
    assert "Vælg blandt de kurser, der står her" in text(send(about=[hidden.slug]))
    assert not Interest.objects.exists()


NOTICE = {
    DA: [
        "Dataansvarlig",
        "Københavns Prøveuniversitet",
        "office@example.org",
        "Databeskyttelses\N{SOFT HYPHEN}rådgiver",
        "ikke oplyst endnu",
        "Formål",
        "databeskyttelsesforordningens artikel 6, stk. 1, litra e",
        "Hvem ser dem",
        "Ingen til lande uden for EU og EØS",
        (
            "Ubekræftet: 48 timer. Bekræftet: til du stopper det, "
            "eller det har tjent sit formål, dog højst 18 måneder."
        ),
        "indsigt",
        "indsigelse",
        "Du kan klage til Datatilsynet",
        "Skal du svare?",
        "Uden navn, e-mailadresse og et valg kan vi ikke sende dig nyt",
        "Automatiske afgørelser",
        "vi træffer ingen afgørelse ud fra den",
        'href="/da/privatliv/"',
    ],
    EN: [
        "Responsible",
        "Copenhagen Test University",
        "office@example.org",
        "Data protection officer",
        "not announced yet",
        "What for",
        "General Data Protection Regulation, article 6(1)(e)",
        "Who sees them",
        "None to countries outside the EU and the EEA",
        (
            "Unconfirmed: 48 hours. Confirmed: until you stop it "
            "or it has served its purpose, 18 months at most."
        ),
        "see what we hold",
        "object to it",
        "You can complain to the Danish Data Protection Agency (Datatilsynet)",
        "Must you answer?",
        "Without a name, an address and a choice we cannot send you news",
        "Automated decisions",
        "no decision is made from it",
        'href="/en/privacy/"',
    ],
}


@pytest.mark.parametrize("address", [DA, EN])
def test_the_privacy_notice_stands_at_the_form_before_sending(client, programme, settings, address):
    settings.DATA_PROTECTION_OFFICER = settings.DATA_CONTROLLER = ""
    home = programme.home_university
    home.name_da, home.name_en = "Københavns Prøveuniversitet", "Copenhagen Test University"
    home.save()

    form = text(client.get(address)).split("<form")[1].split("</form>")[0]

    notice, button = form.split('id="notice"')[1].rsplit("<button", 1)
    assert [part for part in NOTICE[address] if part not in notice] == []
    assert "Send" in button


def test_the_settings_name_the_controller_and_the_data_protection_officer(
    client, programme, settings
):
    settings.DATA_CONTROLLER = "Fakultetet"
    settings.DATA_PROTECTION_OFFICER = "dpo@example.org"

    notice = text(client.get(DA)).split('id="notice"')[1]

    assert "Fakultetet" in notice
    assert "dpo@example.org" in notice


@pytest.fixture
def two_programmes(db):
    return make_whole_programme(title_da="Den ene"), make_whole_programme(title_da="Den anden")


def test_with_several_programmes_the_page_asks_which(client, two_programmes):
    (first, _), (second, _) = two_programmes

    shown = text(client.get(DA))

    assert "<h1>Skriv mig op</h1>" in shown
    assert f'href="/da/uddannelser/{first.slug}/skriv-mig-op/">Den ene</a>' in shown
    assert f'href="/da/uddannelser/{second.slug}/skriv-mig-op/">Den anden</a>' in shown
    assert 'method="post"' not in shown


def test_with_several_programmes_the_address_settles_which(client, send, two_programmes):
    (first, (course, _)), (second, _) = two_programmes

    assert course.title_da in text(client.get(f"{DA}?programme={first.slug}"))
    assert course.title_da in text(client.get(f"{DA}?course={course.slug}"))
    assert course.title_da not in text(client.get(f"{DA}?programme={second.slug}"))
    assert course.title_da in text(client.get(f"/da/uddannelser/{first.slug}/skriv-mig-op/"))
    assert client.get("/da/uddannelser/ingen/skriv-mig-op/").status_code == 404
    send(f"{DA}?programme={second.slug}")
    assert Interest.objects.get().programme == second


def test_without_a_public_programme_the_page_says_so(client, db):
    page = client.get(DA)

    assert page.status_code == 200
    assert "Ingen uddannelse er offentliggjort endnu" in text(page)


@pytest.mark.parametrize("courses", [1, 3])
def test_the_form_asks_the_database_the_same_however_many_courses(
    client, db, courses, django_assert_num_queries
):
    programme = make_whole_programme(ects=7.5 * (2 + courses))[0]
    for _ in range(courses):
        make_course(programme)
    make_requirement_set(programme)
    client.get(EN)

    with django_assert_num_queries(5):
        page = client.get(EN + CHECKED)

    assert page.content.count(b'name="about"') == 3 + courses
    assert b"send_background" in page.content


@pytest.mark.parametrize("language", ["da", "en"])
def test_from_the_form_through_the_mails_to_the_stop(
    client, send, programme, settings, tmp_path, language
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    send({"da": DA, "en": EN}[language])

    call_command("deliver_mail")
    confirm = link_in_the_newest_mail(tmp_path, "bekraeft|confirm")
    client.post(confirm)
    call_command("deliver_mail")
    stop = link_in_the_newest_mail(tmp_path, "stop")

    assert Interest.objects.confirmed().count() == 1
    assert client.get(stop).status_code == 200
    client.post(stop)
    assert not Interest.objects.exists()
    assert not Letter.objects.exists()
    assert "410" in str(client.get(confirm).status_code)


def link_in_the_newest_mail(folder, words):
    newest = max((folder / "mail").iterdir(), key=lambda path: (path.stat().st_mtime_ns, path.name))
    words = re.search(
        rf"^http://127\.0\.0\.1:8000(/\S*/(?:{words})/\S+/)$", newest.read_text(), re.MULTILINE
    )
    return words[1]


@pytest.mark.parametrize("address", [DA + "modtaget/", DA + "stop/x/", DA + "bekraeft/x/"])
def test_pages_behind_the_form_are_not_for_search_engines(client, programme, address):
    assert '<meta name="robots" content="noindex">' in text(client.get(address))


@pytest.mark.parametrize("address", [DA, DA + "stop/x/", DA + "bekraeft/x/", DA + "modtaget/"])
def test_other_methods_are_refused(client, programme, address):
    assert client.delete(address).status_code == 405
