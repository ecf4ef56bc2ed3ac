"""Keep me posted, as a visitor meets it: the form, its notice, the pages behind the links in the mails."""

import re
from datetime import timedelta
from urllib.parse import urlencode, urlsplit

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from admissions import links, services
from admissions.forms import interest as interest_form
from admissions.forms import typed
from admissions.models import Interest, Letter
from catalogue import limits
from catalogue.models import Asking, CurriculumEntry
from tests.admissions.interests import make_interest
from tests.factories import (
    make_course,
    make_office,
    make_programme,
    make_requirement_set,
    make_university,
    make_whole_programme,
)

DA, EN = "/da/skriv-mig-op/", "/en/keep-me-posted/"
CHECKED = "?degree=master&field=health&area=clinic&m1=9&y1=2020"


@pytest.fixture
def programme(db):
    return make_whole_programme(
        title_da="Master i prøvekunst",
        title_en="Master of Testing",
        office=make_office(),
        home_university=make_university(),
    )[0]


def stamped(**fields):
    """A form filled in with what is needed, as it was shown this moment."""
    answers = {"name": "Anna Prøve", "email": "anna@example.org", "about": ["*"], **fields}
    answers.setdefault("stamp", links.form_stamp())
    return answers


@pytest.fixture
def send(client, frozen_clock):
    """Send the form a minute after it was shown."""

    def sent(address=DA, network="192.0.2.1", **fields):
        answers = stamped(**fields)
        frozen_clock.shift(timedelta(minutes=1))
        return client.post(address, answers, REMOTE_ADDR=network)

    return sent


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("address", [DA, EN])
def test_the_form_is_kept_by_no_cache(client, programme, address):
    page = client.get(address)

    assert page.status_code == 200
    assert "no-store" in page.headers["Cache-Control"]
    assert set(page.cookies) == {"csrftoken"}


def test_sending_keeps_the_interest_and_leads_to_check_your_mail(send, client, programme):
    second = programme.entries.last().course

    page = send(EN, about=["*", second.slug], when="soonest", payer="employer", message="Hello\r\nthere")

    assert (page.status_code, page.headers["Location"]) == (302, "/en/keep-me-posted/received/")
    interest = Interest.objects.get()
    assert (interest.name, interest.email, interest.language) == ("Anna Prøve", "anna@example.org", "en")
    assert (interest.whole_programme, list(interest.courses.all())) == (True, [second])
    assert (interest.when, interest.payer, interest.message) == ("soonest", "employer", "Hello\nthere")
    assert interest.confirmed_at is None
    assert interest.background is interest.assessment is None
    assert Letter.objects.get().interest == interest
    received = client.get(page.headers["Location"])
    assert "<h1>Check your mail</h1>" in text(received)
    assert "no-store" in received.headers["Cache-Control"]


def test_the_answer_is_the_same_whether_or_not_the_address_is_known(send, programme):
    make_interest(programme, email="anna@example.org", confirmed_at=timezone.now())

    known, unknown = send(email="anna@example.org"), send(email="bo@example.org")

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert known.content == unknown.content
    assert sorted(Letter.objects.values_list("kind", flat=True)) == ["confirm_interest", "confirm_interest_again"]


def test_known_and_unknown_addresses_cost_the_same(client, programme, frozen_clock, django_assert_num_queries):
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


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param({"name": ""}, "Write your name", id="no name"),
        pytest.param({"name": " \x00\n "}, "Write your name", id="a name of nothing"),
        pytest.param({"name": "x" * 201}, "Write the name with 200 characters at most", id="a long name"),
        pytest.param({"email": ""}, "Write your e-mail address", id="no address"),
        pytest.param(
            {"email": "anna"}, "Write the e-mail address in full, for example name@example.com", id="half an address"
        ),
        pytest.param(
            {"email": "a@" + "x." * 130 + "dk"},
            "Write an e-mail address of 254 characters at most",
            id="a long address",
        ),
        pytest.param({"about": []}, "Choose the whole programme or at least one course", id="no choice"),
        pytest.param({"about": ["*", "no-such-course"]}, "Choose among the courses shown here", id="an unknown course"),
        pytest.param({"when": "never"}, "Choose one of the answers shown here", id="an unknown time"),
        pytest.param({"payer": "aunt"}, "Choose one of the answers shown here", id="an unknown payer"),
        pytest.param(
            {"message": "x" * 2001},
            "Shorten the message by 1 character; it may be 2,000 characters at most",
            id="one too many",
        ),
        pytest.param(
            {"message": "x" * 2345},
            "Shorten the message by 345 characters; it may be 2,000 characters at most",
            id="a long message",
        ),
        pytest.param(
            {"message": "Mit nummer er 010203-1234."}, "Remove the civil registration number (CPR)", id="a CPR number"
        ),
        pytest.param(
            {"name": "Anna 0102031234"}, "Remove the civil registration number (CPR)", id="a CPR number in the name"
        ),
    ],
)
def test_each_way_of_being_wrong_is_told_with_what_to_do(send, programme, fields, message):
    page = send(EN, **fields)

    shown = text(page)
    assert page.status_code == 200
    assert "<title>Error: Keep me posted" in shown
    assert shown.count(message) == 2
    assert 'class="errors" role="alert"' in shown
    assert not Interest.objects.exists()
    assert not Letter.objects.exists()


def test_what_was_typed_is_kept_when_something_is_wrong(send, programme):
    slug = programme.entries.first().course.slug

    shown = text(send(name="", email="anna@example.org", about=[slug], when="later", payer="self", message="Hej <b>"))

    assert 'value="anna@example.org"' in shown
    assert f'value="{slug}" id="id_about_1" checked' in shown
    assert 'value="later" id="id_when_2" checked' in shown
    assert 'value="self" id="id_payer_0" checked' in shown
    assert "Hej &lt;b&gt;" in shown


@pytest.mark.parametrize(
    ("words", "is_cpr"),
    [
        ("010203-1234", True),
        ("0102031234", True),
        ("010203 1234", True),
        ("010203 – 1234", True),
        ("cpr:311299-0000.", True),
        ("610203-1234", True),
        ("320203-1234", False),
        ("600203-1234", False),
        ("011303-1234", False),
        ("000203-1234", False),
        ("10203-1234", False),
        ("01020312345", False),
        ("+45 35 32 26 26", False),
        ("2026-11-25 og 2027", False),
    ],
)
def test_a_cpr_number_is_known_by_its_day_and_month(words, is_cpr):
    assert typed.holds_cpr_number(words) is is_cpr


@pytest.mark.parametrize(
    ("email", "meant"),
    [
        ("anna@gmail.con", "anna@gmail.com"),
        ("anna@gmial.com", "anna@gmail.com"),
        ("anna@hotmial.con", "anna@hotmail.com"),
        ("anna@regionh.dkk", "anna@regionh.dk"),
        ("anna@gmail.com", ""),
        ("anna@mail.dk", ""),
        ("anna@sund.ku.dk", ""),
        ("anna@example.org", ""),
    ],
)
def test_a_mistyped_domain_is_recognised(email, meant):
    assert typed.suggested_address(email) == meant


def test_a_mistyped_domain_is_asked_about_once_and_not_refused(send, programme):
    asked = send(email="anna@gmail.con")

    assert "Mener du anna@gmail.com? Ret adressen, eller send igen, hvis den er rigtig" in text(asked)
    assert '<input type="hidden" name="address_seen" value="anna@gmail.con"' in text(asked)
    assert not Interest.objects.exists()
    assert send(email="anna@gmail.con", address_seen="anna@gmail.con").status_code == 302
    assert Interest.objects.get().email == "anna@gmail.con"


def test_a_robot_gets_the_same_answer_and_no_mail_is_sent(send, programme):
    person, robot = send(email="bo@example.org"), send(leave_empty="x")

    assert (robot.status_code, robot.headers["Location"]) == (person.status_code, person.headers["Location"])
    assert [interest.email for interest in Interest.objects.all()] == ["bo@example.org"]
    assert Letter.objects.count() == 1


def test_a_form_sent_too_fast_is_asked_for_again_with_all_that_was_typed(client, programme):
    form = stamped(message="Hej")

    page = client.post(EN, form)

    assert "The form came back faster than a person can fill it in" in text(page)
    assert "<title>Error: Keep me posted" in text(page)
    assert 'value="Anna Prøve"' in text(page)
    assert f'name="stamp" value="{form["stamp"]}"' in text(page)
    assert not Interest.objects.exists()


@pytest.mark.parametrize("stamp", ["", "forged:1:2", "\x00"])
def test_a_form_without_our_stamp_is_asked_for_again_and_given_one(client, programme, frozen_clock, stamp):
    page = client.post(EN, stamped(stamp=stamp))

    assert "Something of the form was lost on the way" in text(page)
    assert 'value="Anna Prøve"' in text(page)
    assert not Interest.objects.exists()
    given = re.search(r'name="stamp" value="([^"]+)"', text(page))[1]
    frozen_clock.shift(timedelta(minutes=1))
    assert client.post(EN, stamped(stamp=given)).status_code == 302


def test_a_double_click_is_one_interest_and_one_letter(client, programme, frozen_clock):
    form = stamped()
    frozen_clock.shift(timedelta(minutes=1))

    pages = [client.post(DA, form), client.post(DA, form)]

    assert [page.headers["Location"] for page in pages] == ["/da/skriv-mig-op/modtaget/"] * 2
    assert (Interest.objects.count(), Letter.objects.count()) == (1, 1)


def test_the_sixth_form_of_an_address_within_the_hour_is_429_and_others_go_on(send, programme, frozen_clock):
    for number in range(5):
        assert send(message=str(number)).status_code == 302

    page = send(message="the sixth")

    assert page.status_code == 429
    assert "Send formularen igen efter kl. 11.01." in text(page)
    assert page.headers["Retry-After"] == str(60 * 55)
    assert "the sixth" in text(page)
    assert Interest.objects.count() == 5
    assert send(email="bo@example.org").status_code == 302
    frozen_clock.shift(timedelta(hours=1))
    assert send(message="the sixth").status_code == 302


def test_the_thirty_first_form_of_a_network_is_429_and_other_networks_go_on(send, programme):
    now = timezone.now()
    bucket = limits.bucket_of("interest", "network", "192.0.2.0/24")
    Asking.objects.bulk_create(Asking(bucket=bucket, at=now) for _ in range(30))

    assert send(network="192.0.2.200").status_code == 429
    assert send(network="198.51.100.7").status_code == 302


def test_a_form_without_a_csrf_token_is_refused(programme):
    client = Client(enforce_csrf_checks=True)

    assert client.post(DA, stamped()).status_code == 403
    assert not Interest.objects.exists()


HOSTILE = {
    "NUL": "\x00",
    "ten thousand characters": "x" * 10_000,
    "emoji": "👩🏽‍🔬",
    "header injection": "Anna\r\nBcc: everybody@example.org",
    "markup": "<script>alert(1)</script>{{ settings.SECRET_KEY }}",
    "formula": "=cmd|' /C calc'!A0",
    "half a surrogate": "\ud800",
    "right to left": "\u202eabc",
}


@pytest.mark.parametrize("value", HOSTILE.values(), ids=HOSTILE.keys())
@pytest.mark.parametrize("field", ["name", "email", "about", "when", "payer", "message", "stamp", "address_seen"])
def test_no_input_breaks_the_form(client, programme, frozen_clock, field, value):
    form = stamped(**{field: value})
    body = urlencode(
        {name: given[0] if name == "about" and field != "about" else given for name, given in form.items()},
        errors="surrogatepass",
    )
    frozen_clock.shift(timedelta(minutes=1))

    page = client.post(DA, body, content_type="application/x-www-form-urlencoded")

    assert page.status_code in (200, 302)
    assert "<script>alert" not in page.content.decode()
    query = urlencode({field: value, "course": value, "programme": value, "degree": value}, errors="surrogatepass")
    assert client.get(f"{DA}?{query}").status_code == 200


def test_what_nobody_types_is_dropped_and_the_rest_is_kept(send, programme):
    send(name="Anna\r\nBcc:\x00 everybody", message="👩🏽‍🔬\x00\x07 ja")

    interest = Interest.objects.get()
    assert (interest.name, interest.message) == ("Anna Bcc: everybody", "👩🏽‍🔬 ja")


def test_fields_that_the_form_does_not_have_change_nothing(send, programme):
    send(
        confirmed_at="2026-01-01",
        ends_on="2099-01-01",
        reference="x",
        link_issue="9",
        programme="0",
        language="xx",
        state="sent",
    )

    interest = Interest.objects.get()
    assert interest.confirmed_at is None
    assert (interest.link_issue, interest.programme, interest.language) == (1, programme, "da")
    assert interest.ends_on == timezone.localdate() + timedelta(days=2)


def test_every_field_has_a_written_purpose_and_every_purpose_a_field():
    form = interest_form.InterestForm([], has_background=True)

    assert set(form.fields) == set(interest_form.FIELD_PURPOSES)
    assert all(purpose.endswith(".") for purpose in interest_form.FIELD_PURPOSES.values())


def test_nothing_needs_to_be_agreed_to(programme):
    form = interest_form.InterestForm([], has_background=True)

    assert {name for name, field in form.fields.items() if field.required} == {"name", "email", "about"}


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
        "Ubekræftet: 48 timer. Bekræftet: til du stopper det, eller det har tjent sit formål, dog højst 18 måneder.",
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
        "Unconfirmed: 48 hours. Confirmed: until you stop it or it has served its purpose, 18 months at most.",
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


def test_the_settings_name_the_controller_and_the_data_protection_officer(client, programme, settings):
    settings.DATA_CONTROLLER = "Fakultetet"
    settings.DATA_PROTECTION_OFFICER = "dpo@example.org"

    notice = text(client.get(DA)).split('id="notice"')[1]

    assert "Fakultetet" in notice
    assert "dpo@example.org" in notice


def test_without_answers_the_form_points_to_the_eligibility_check(client, programme):
    shown = text(client.get(DA))

    assert "Tjek det først: det tager et minut" in shown
    assert 'href="/da/adgang/"' in shown
    assert "send_background" not in shown


def test_answers_from_the_check_are_shown_with_the_assessment_and_a_box_to_send_them(client, programme):
    make_requirement_set(programme)

    shown = text(client.get(EN + CHECKED))

    assert "Your answers from the eligibility check" in shown
    assert "Yes, you can apply" in shown
    assert "Two years of work" in shown
    assert "Enough." in shown
    assert '<input type="checkbox" name="send_background"' in shown
    assert 'name="send_background" checked' not in shown


@pytest.mark.parametrize("query", ["?degree=doctor", "?degree=master", "?m1=13&y1=2020", "?degree="])
def test_answers_that_cannot_be_judged_are_left_out(client, programme, query):
    make_requirement_set(programme)

    assert "send_background" not in text(client.get(EN + query))


def test_answers_without_rules_in_force_are_left_out(client, programme):
    assert "send_background" not in text(client.get(EN + CHECKED))


def test_answers_are_kept_with_the_assessment_only_when_the_box_is_ticked(send, programme):
    make_requirement_set(programme)

    send(EN + CHECKED, email="a@example.org", send_background="on")
    send(EN + CHECKED, email="b@example.org")
    send(EN, email="c@example.org", send_background="on")

    kept = {interest.email[0]: interest for interest in Interest.objects.all()}
    assert kept["a"].background == {"answers": "degree=master&field=health&area=clinic&m1=9&y1=2020"}
    assert (kept["a"].assessment["outcome"], kept["a"].assessment["reference_on"]) == ("meets", "2027-05-01")
    assert kept["b"].background is kept["b"].assessment is kept["c"].background is None


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
def test_the_form_asks_the_database_the_same_however_many_courses(client, db, courses, django_assert_num_queries):
    programme = make_whole_programme(ects=7.5 * (2 + courses))[0]
    for _ in range(courses):
        make_course(programme)
    make_requirement_set(programme)
    client.get(EN)

    with django_assert_num_queries(5):
        page = client.get(EN + CHECKED)

    assert page.content.count(b'name="about"') == 3 + courses
    assert b"send_background" in page.content


def confirm_page(interest):
    return f"/da/skriv-mig-op/bekraeft/{links.confirm_token(interest)}/"


def test_opening_the_link_changes_nothing_and_pressing_the_button_confirms(client, programme):
    interest = make_interest(programme)
    address = confirm_page(interest)

    opened = client.get(address)
    client.head(address)

    assert opened.content.count(b"<button") == 1
    assert "Ja, skriv mig op" in text(opened)
    assert "no-store" in opened.headers["Cache-Control"]
    assert not Interest.objects.confirmed().exists()
    pressed = client.post(address)
    assert (pressed.status_code, pressed.headers["Location"]) == (302, address)
    assert Interest.objects.confirmed().get() == interest
    assert "<h1>Du er skrevet op</h1>" in text(client.get(address))


def test_using_the_link_again_says_that_it_is_done(client, programme):
    interest = make_interest(programme)
    address = confirm_page(interest)
    client.post(address)

    again = client.post(address)

    assert again.status_code == 200
    assert "<h1>Du er skrevet op</h1>" in text(again)
    assert Letter.objects.count() == 1


def test_a_press_overtaken_by_another_ends_on_the_list_too(client, programme):
    address = confirm_page(make_interest(programme))
    overtaken = []

    def overtake(execute, sql, params, many, context):
        if sql.startswith("SELECT") and '"name"' not in sql and "address_key" in sql and not overtaken:
            overtaken.append(Interest.objects.update(confirmed_at=timezone.now()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(overtake):
        pressed = client.post(address)

    assert overtaken == [1]
    assert (pressed.status_code, pressed.headers["Location"]) == (302, address)
    assert not Letter.objects.exists()


def test_links_that_do_not_work_say_what_to_do(client, programme, frozen_clock):
    interest = make_interest(programme)
    address = confirm_page(interest)
    forged = client.get("/da/skriv-mig-op/bekraeft/forged/")
    Interest.objects.update(link_issue=2)
    replaced = client.post(address)
    Interest.objects.update(link_issue=1)
    frozen_clock.shift(timedelta(hours=48, seconds=1))
    expired = client.post(address)

    assert [page.status_code for page in (forged, replaced, expired)] == [410, 410, 410]
    assert "<h1>Vi kender ikke linket</h1>" in text(forged)
    assert "Brug linket i den nyeste mail" in text(replaced)
    assert "<h1>Linket virker ikke længere</h1>" in text(expired)
    assert all(
        'href="/da/skriv-mig-op/">Udfyld formularen igen</a>' in text(page) for page in (forged, replaced, expired)
    )
    assert not Interest.objects.confirmed().exists()


def test_confirming_needs_a_csrf_token_so_that_no_other_site_can_press_the_button(programme):
    interest = make_interest(programme)

    assert Client(enforce_csrf_checks=True).post(confirm_page(interest)).status_code == 403
    assert not Interest.objects.confirmed().exists()


def test_stopping_takes_one_button_and_answers_the_same_each_time(client, programme):
    interest = make_interest(programme, confirmed_at=timezone.now())
    address = f"/da/skriv-mig-op/stop/{interest.address_key}/"

    opened = client.get(address)
    assert (opened.content.count(b"<button"), Interest.objects.count()) == (1, 1)
    first, again, nobody = client.post(address), client.post(address), client.post("/da/skriv-mig-op/stop/made-up/")

    assert not Interest.objects.exists()
    assert "<h1>Du er ikke længere skrevet op</h1>" in text(first)
    assert [page.status_code for page in (first, again, nobody)] == [200, 200, 200]
    assert text(again) == text(first)
    assert not opened.cookies
    assert "no-store" in first.headers["Cache-Control"]


def test_a_mail_program_stops_with_one_post_without_cookie_or_token(programme):
    interest = make_interest(programme, confirmed_at=timezone.now())
    client = Client(enforce_csrf_checks=True)

    page = client.post(urlsplit(links.stop_url(interest)).path, {"List-Unsubscribe": "One-Click"})

    assert page.status_code == 200
    assert not Interest.objects.exists()


@pytest.mark.parametrize("language", ["da", "en"])
def test_from_the_form_through_the_mails_to_the_stop(client, send, programme, settings, tmp_path, language):
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
    words = re.search(rf"^http://127\.0\.0\.1:8000(/\S*/(?:{words})/\S+/)$", newest.read_text(), re.MULTILINE)
    return words[1]


@pytest.mark.parametrize("address", [DA + "modtaget/", DA + "stop/x/", DA + "bekraeft/x/"])
def test_pages_behind_the_form_are_not_for_search_engines(client, programme, address):
    assert '<meta name="robots" content="noindex">' in text(client.get(address))


@pytest.mark.parametrize("address", [DA, DA + "stop/x/", DA + "bekraeft/x/", DA + "modtaget/"])
def test_other_methods_are_refused(client, programme, address):
    assert client.delete(address).status_code == 405


def test_a_confirmed_interest_outlives_its_link_and_tells_its_end(client, programme, frozen_clock):
    interest = services.confirm_interest(make_interest(programme))
    address = confirm_page(interest)
    frozen_clock.shift(timedelta(days=30))

    assert "25.\N{NO-BREAK SPACE}maj 2028" in client.get(address).content.decode()
