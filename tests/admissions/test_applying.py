"""The applicant's way through the pages: begin, save part by part, come back, send, follow, withdraw, take along."""

import json
import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from admissions import links
from admissions.cases import Case
from admissions.domain import retention
from admissions.domain.sections import Section
from admissions.forms import application as forms
from admissions.models import Answers, Application, Event, Letter
from admissions.targets import target_of
from tests.admissions.applications import ANSWERS, BACKGROUND, make_application
from tests.factories import make_requirement_set, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
START = "/da/ansoeg/begynd/"
WORDS = {
    Section.ABOUT: {"name": "Søren Ærø 李", "country": "Danmark"},
    Section.PAYMENT: {"payer": "self"},
    Section.BACKGROUND: BACKGROUND,
    Section.EDUCATION: ANSWERS["education"],
    Section.WORK: ANSWERS["work"],
    Section.CHOICES: {"pace": "3"},
    Section.MOTIVATION: ANSWERS["motivation"],
}


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6, title_da="Master i øvelse", single_courses=True)
    make_requirement_set(found)
    return found


def text(response):
    return re.sub(r"\s+", " ", response.content.decode().replace("\xa0", " "))


def start(client, query="", email="anna@example.org", follow=True):
    form = {"email": email, "stamp": links.form_stamp(), "leave_empty": ""}
    return client.post(START + query, form, follow=follow)


def part_url(application, section, language="da"):
    with override(language):
        return reverse(f"admissions:application_{section}", args=[application.reference])


def page_url(name, application):
    return reverse(f"admissions:{name}", args=[application.reference])


def save(client, application, section, values, button="save", version=None):
    if version is None:
        row = Answers.objects.filter(application=application, section=section).first()
        version = row.version if row else 0
    return client.post(part_url(application, section), {**values, "version": version, button: "1"}, follow=True)


def opened(client, application):
    token = links.application_token(application)
    client.post(reverse("admissions:application_open", args=[token]))
    application.refresh_from_db()
    return application


def test_the_whole_way_from_beginning_to_withdrawal(client, programme):
    assert "Ansøg" in text(client.get("/da/ansoeg/"))
    listed = text(start(client))
    application = Application.objects.get()
    assert "0 af 8 dele er udfyldt" in listed
    assert "Din ansøgning om Master i øvelse, optag 2027" in listed

    for section, values in WORDS.items():
        listed = text(save(client, application, section, values))
    assert "7 af 8 dele er udfyldt" in listed

    review = client.get(page_url("application_review", application))
    for words in ("Søren Ærø 李", "Cand.med.", "Læge på en klinik", "3 år"):
        assert words in text(review)
    early = text(client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"}))
    assert "Åbn først linket i den mail" in early
    opened(client, application)
    undeclared = text(client.post(page_url("application_review", application), {}))
    assert '<a href="#declared">Erklær, at dine svar er rigtige, før du sender</a>' in undeclared

    receipt = client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"}, follow=True)
    assert receipt.redirect_chain[-1][0] == page_url("application_receipt", application)
    assert f'Sagsnummer<br><b class="ref">{application.number}' in text(receipt)
    assert "Modtaget 25. november 2026 kl. 10.00" in text(receipt)

    case = text(client.get(page_url("case", application)))
    assert "Vi har modtaget din ansøgning" in case
    assert "Ansøgning sendt" in case
    assert "Søren Ærø 李" in case
    withdrawn = client.post(page_url("case_withdraw", application), {"reason": "no_time"}, follow=True)
    assert "Du har trukket din ansøgning tilbage" in text(withdrawn)
    assert [(event.action, event.code) for event in Event.objects.all()] == [("send", ""), ("withdraw", "no_time")]


def test_what_is_sent_twice_by_a_double_click_or_from_two_tabs_is_one(client, programme):
    application = opened(client, make_application(programme, ANSWERS))

    answers = [
        client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"}) for _ in range(2)
    ]

    assert answers[0].headers["Location"] == page_url("application_receipt", application)
    assert answers[1].headers["Location"] == page_url("case", application)
    assert (Event.objects.count(), Letter.objects.filter(kind="application_received").count()) == (1, 1)


def test_the_answers_of_the_check_come_along(client, programme):
    query = "?degree=master&field=health&area=clinic&m1=9&y1=2020"

    assert "Dine svar fra adgangstjekket følger med." in text(client.get(START + query))
    start(client, query)

    assert Answers.objects.get().section == "background"
    assert dict(Answers.objects.get().data["pairs"])["degree"] == "master"


def test_a_single_course_has_its_run_as_target_and_asks_no_pace(client, programme):
    course = programme.entries.first().course
    run = make_run(course)

    listed = text(start(client, f"?course={course.slug}"))

    application = Application.objects.get()
    assert (application.run, application.year) == (run, None)
    assert f"Din ansøgning om {course.title_da}" in listed
    assert client.get(part_url(application, Section.CHOICES)).status_code == 404


def test_the_way_leads_from_run_programme_and_answer_into_an_application(client, programme, settings):
    course = programme.entries.first().course
    make_run(course)
    late = make_run(course, starts_on=date(2027, 9, 6), ends_on=None)
    course_page, front = f"/da/kurser/{course.slug}/", "/da/"
    answer = "/da/adgang/?degree=master&field=health&area=clinic&m1=9&y1=2020"

    assert f'href="{START}?course={course.slug}&amp;run={late.uuid}"' in text(client.get(course_page))
    assert f'href="{START}?programme={programme.slug}"' in text(client.get(front))
    assert f'href="{START}?degree=master' in text(client.get(answer))
    start(client, f"?course={course.slug}&run={late.uuid}")
    assert Application.objects.get().run == late

    settings.TAKES_APPLICATIONS = False
    for path in (course_page, front, answer):
        assert START not in text(client.get(path))
    assert "Du kan endnu ikke sende en ansøgning her på siden" in text(client.get(answer))


def test_what_is_wrong_is_kept_told_and_not_complete(client, programme):
    application = opened(client, make_application(programme))

    answer = save(client, application, Section.EDUCATION, {**WORDS[Section.EDUCATION], "year": "2062"})

    assert "Året skal ligge mellem 1950 og 2026" in text(answer)
    row = Answers.objects.get()
    assert (row.is_complete, row.data["year"], row.data["degree_title"]) == (False, "2062", "Cand.med.")
    assert 'value="2062"' in text(client.get(part_url(application, Section.EDUCATION)))
    assert "Skal gøres færdig" in text(client.get(page_url("application", application)))


def test_a_part_can_be_left_as_it_is(client, programme):
    application = opened(client, make_application(programme))

    listed = save(client, application, Section.WORK, {"description": ""}, button="later")

    assert listed.redirect_chain[-1][0] == page_url("application", application)
    assert Answers.objects.get().is_complete is False


def test_the_background_is_kept_half_filled_and_asks_for_another_job(client, programme):
    application = opened(client, make_application(programme))

    save(client, application, Section.BACKGROUND, {"degree": "master", "m1": "9"}, button="later")
    again = text(client.get(part_url(application, Section.BACKGROUND)))
    more = client.post(part_url(application, Section.BACKGROUND), {"degree": "master", "rows": "2", "version": "1"})

    assert re.search(r'name="m1" value="9"', again)
    assert 'name="m2"' in text(more)
    assert "Answers" not in text(more)


def test_a_cpr_number_is_refused_with_the_reason_and_kept_nowhere(client, programme):
    application = opened(client, make_application(programme))

    for section, name, button in [
        (Section.WORK, "description", "save"),
        (Section.ABOUT, "name", "save"),
        (Section.MOTIVATION, "motivation", "later"),
    ]:
        answer = save(client, application, section, {**WORDS[section], name: "Mit nummer er 010180-1234"}, button)
        assert "Fjern CPR-nummeret" in text(answer)
        assert "010180-1234" in text(answer)

    assert not Answers.objects.exists()


def test_a_text_that_is_too_long_is_kept_and_told_by_how_much(client, programme):
    application = opened(client, make_application(programme))

    answer = save(client, application, Section.WORK, {"description": "å" * 4_003})

    assert "Gør teksten 3 tegn kortere" in text(answer)
    assert Answers.objects.get().data == {"description": "å" * 4_003}


@pytest.mark.parametrize("button", ["save", "later"])
@pytest.mark.parametrize(
    ("section", "values"),
    [
        (Section.EDUCATION, {"degree_title": "Cand\x00med", "year": "20\x00"}),
        (Section.BACKGROUND, {"degree": "mas\x00ter", "m1": "\x009"}),
        (Section.CHOICES, {"pace": "\x00", "electives": ["a\x00"], "wishes": "b\x00"}),
    ],
)
def test_a_null_character_is_dropped_where_it_is_kept_half_done(client, programme, section, values, button):
    application = opened(client, make_application(programme))

    assert save(client, application, section, values, button).status_code == 200
    assert "\\u0000" not in json.dumps(Answers.objects.get().data)


def test_two_tabs_do_not_overwrite_one_another(client, programme):
    application = opened(client, make_application(programme))
    save(client, application, Section.WORK, {"description": "Fra det ene vindue"})

    late = save(client, application, Section.WORK, {"description": "Fra det andet vindue"}, version=0)

    assert "Delen er imens blevet gemt i et andet vindue." in text(late)
    assert "Fra det andet vindue" in text(late)
    assert Answers.objects.get().data == {"description": "Fra det ene vindue"}
    version = re.search(r'name="version" value="(\d+)"', text(late))[1]
    save(client, application, Section.WORK, {"description": "Fra det andet vindue"}, version=version)
    assert Answers.objects.get().data == {"description": "Fra det andet vindue"}


def test_the_grounds_are_asked_for_where_a_dispensation_must_be_sought(client, programme):
    application = opened(client, make_application(programme))
    save(client, application, Section.BACKGROUND, {**BACKGROUND, "degree": "medium_cycle"})

    listed = text(client.get(page_url("application", application)))

    assert "af 9 dele" in listed
    assert client.get(part_url(application, Section.DISPENSATION)).status_code == 200


def test_not_being_eligible_never_stops_anyone_from_sending(client, programme):
    application = make_application(programme, ANSWERS)
    none = {"pairs": [["degree", "none"], ["area", "none"]]}
    Answers.objects.filter(section="background").update(data=none)
    opened(client, application)

    pause = text(client.post(page_url("application_review", application), {"declared": "yes"}))
    assert "Før du sender" in pause
    assert "det er universitetet, der afgør sagen, ikke denne side" in pause
    assert Application.objects.get().state == "draft"
    client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})

    application.refresh_from_db()
    assert (application.state, application.assessment["outcome"]) == ("submitted", "not_this_background")


def test_after_the_deadline_the_draft_is_kept_and_the_page_says_so(client, programme, frozen_clock):
    application = make_application(programme, ANSWERS)
    frozen_clock.move_to(datetime(2027, 5, 1, 22, 0, tzinfo=UTC))
    opened(client, application)

    answer = client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})

    assert "Fristen er udløbet. Din kladde er gemt" in text(answer)
    assert Application.objects.get().state == "draft"
    assert "Fristen 1. maj 2027 er udløbet" in text(client.get(page_url("application", application)))


PAGES = [
    "application", "application_review", "application_receipt", "application_about", "case", "case_withdraw",
    "case_data",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGES)
def test_a_stranger_gets_the_same_404_whether_or_not_the_application_exists(client, programme, name):
    application = make_application(programme, ANSWERS)

    known = client.get(page_url(name, application))
    unknown = client.get(reverse(f"admissions:{name}", args=["nosuchcase"]))

    assert known.status_code == unknown.status_code == 404
    hidden = re.compile(r'name="(stamp|csrfmiddlewaretoken)" value="[^"]*"')
    assert hidden.sub("", text(known)).replace(application.reference, "x") == hidden.sub("", text(unknown)).replace(
        "nosuchcase", "x"
    )
    assert "no-store" in known.headers["Cache-Control"]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_of_an_application_is_kept_by_nobody_and_found_by_no_search_engine(client, programme, name):
    application = opened(client, make_application(programme, ANSWERS))
    if not name.startswith("application_a") and name not in ("application", "application_review"):
        client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})

    answer = client.get(page_url(name, application))

    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    if name != "case_data":
        assert '<meta name="robots" content="noindex">' in text(answer)


def test_a_session_that_has_ended_loses_nothing(client, programme):
    application = opened(client, make_application(programme))
    save(client, application, Section.WORK, {"description": "Første halvdel"})
    client.cookies.clear()

    assert "Åbn din ansøgning med et link" in text(client.get(page_url("application", application)))
    asked = client.post("/da/ansoeg/links/", {"email": application.email.upper(), "stamp": links.form_stamp()})
    application.refresh_from_db()
    opened(client, application)

    assert "Se i din mail" in text(asked)
    assert "Første halvdel" in text(client.get(part_url(application, Section.WORK)))


@pytest.mark.parametrize(
    ("section", "values", "kept"),
    [
        (Section.WORK, {"description": "Anden halvdel"}, {"description": "Anden halvdel"}),
        (Section.EDUCATION, {"year": "2062"}, {"year": "2062"}),
        (Section.BACKGROUND, BACKGROUND, {}),
    ],
)
def test_what_is_sent_after_the_session_has_ended_is_in_its_place_once_the_link_is_opened(
    client, programme, section, values, kept
):
    application = make_application(programme, ["about"])
    save_again = {**values, "version": "7", "save": "1"}

    answer = client.post(part_url(application, section), save_again)
    nobody = Client().post(f"/da/ansoeg/nosuchcase/{part_url(application, section).split('/')[-2]}/", save_again)
    come_in = client.post(reverse("admissions:application_open", args=[links.application_token(application)]))

    assert answer.status_code == nobody.status_code == 404
    assert "Det, du lige har skrevet, venter i denne browser" in text(answer)
    assert come_in.headers["Location"] == part_url(application, section)
    row = application.answers.get(section=section)
    assert kept.items() <= row.data.items()
    assert row.is_complete == (section != Section.EDUCATION)
    assert "venter i denne browser" not in text(client.get("/da/ansoeg/nosuchcase/"))


def test_a_cpr_number_sent_too_late_is_kept_nowhere_either(client, programme):
    application = make_application(programme)

    client.post(part_url(application, Section.WORK), {"description": "Mit nummer er 010180-1234"})
    opened(client, application)

    assert not Answers.objects.exists()


def test_asking_for_a_link_answers_the_same_whether_or_not_the_address_is_known(client, programme):
    make_application(programme, email="known@example.org")
    form = {"stamp": links.form_stamp()}

    answers = [
        client.post("/da/ansoeg/links/", {**form, "email": email}) for email in ("known@example.org", "no@example.org")
    ]

    assert text(answers[0]) == text(answers[1])
    assert Letter.objects.count() == 1


def test_opening_the_link_shows_a_button_and_spends_nothing(client, programme):
    application = make_application(programme)
    address = reverse("admissions:application_open", args=[links.application_token(application)])

    for _ in range(2):
        assert client.get(address).status_code == 200
    application.refresh_from_db()
    assert application.confirmed_at is None
    assert client.get(page_url("application", application)).status_code == 404
    client.post(address)
    application.refresh_from_db()
    assert application.confirmed_at == timezone.now()
    assert client.get(reverse("admissions:application_open", args=["nonsense"])).status_code == 410


def test_asking_too_often_is_refused_with_the_time_and_what_was_typed(client, programme):
    for _ in range(5):
        start(Client())

    refused = start(client)

    assert refused.status_code == 429
    assert "Send formularen igen efter kl. 11.00" in text(refused)
    assert 'value="anna@example.org"' in text(refused)
    assert Application.objects.count() == 5


def test_a_mistyped_address_is_asked_about_once_and_not_refused(client, programme):
    asked = start(client, email="anna@gmail.con")
    assert "Mener du anna@gmail.com?" in text(asked)
    form = {"email": "anna@gmail.con", "address_seen": "anna@gmail.con", "stamp": links.form_stamp()}

    client.post(START, form)

    assert Application.objects.get().email == "anna@gmail.con"


def test_another_course_is_applied_for_with_the_same_answers_in_one_step(client, programme):
    first = opened(client, make_application(programme, ANSWERS, email="anna@example.org"))
    theirs = make_application(programme, ANSWERS)
    course = programme.entries.first().course
    make_run(course)
    address = f"{START}?course={course.slug}"

    asked = text(client.get(address))
    stranger = client.post(
        address, {"email": "a@example.org", "stamp": links.form_stamp(), "same_as": theirs.reference}
    )
    form = {"email": "anna@example.org", "stamp": links.form_stamp(), "same_as": first.reference}
    listed = text(client.post(address, form, follow=True))

    assert 'value="anna@example.org"' in asked
    assert f'value="{first.reference}"' in asked
    assert theirs.reference not in asked
    assert "Vælg et af de svar, der står her" in text(stranger)
    second = Application.objects.latest("pk")
    assert second.run.course == course
    assert "5 af 7 dele er udfyldt" in listed
    assert {row.section: row.data for row in second.answers.all()} == {
        name: data for name, data in ANSWERS.items() if name not in ("choices", "motivation")
    }
    assert "same_as" not in text(Client().get(address))


def test_a_robot_is_told_nothing_and_begins_nothing(client, programme):
    client.post(START, {"email": "a@example.org", "stamp": links.form_stamp(), "leave_empty": "x"})

    assert not Application.objects.exists()


def test_what_is_not_open_leads_to_keep_me_posted(client, programme):
    course = programme.entries.first().course
    make_run(course, starts_on=timezone.localdate() + timedelta(days=10), ends_on=None)

    closed = text(client.get(f"{START}?course={course.slug}"))

    assert "Der er ikke åbent for ansøgninger nu" in closed
    assert f"/da/skriv-mig-op/?course={course.slug}" in closed
    assert not Application.objects.exists()


NOTICE = {
    START: [
        "Prøveuniversitetet", "dpo@example.org", "Formål", "artikel 6, stk. 1, litra e",
        "Hvem ser dem", "EU og EØS", "60 dage efter, at du sidst har rørt den", "Dine rettigheder",
        "datatilsynet.dk", "Skal du svare?", "et menneske afgør",
    ],
    "/en/apply/begin/": [
        "Prøveuniversitetet", "dpo@example.org", "What for", "article 6(1)(e)", "Who sees them", "EU and the EEA",
        "60 days after you last touched it", "Your rights", "datatilsynet.dk", "Must you answer?", "a person decides",
    ],
}  # fmt: skip


@pytest.mark.parametrize("address", NOTICE)
def test_the_whole_privacy_notice_stands_where_one_begins(client, programme, settings, address):
    settings.DATA_CONTROLLER, settings.DATA_PROTECTION_OFFICER = "Prøveuniversitetet", "dpo@example.org"

    notice, _button = text(client.get(address)).split('id="notice"')[1].split("<button", 1)

    assert [part for part in NOTICE[address] if part not in notice] == []


@pytest.mark.parametrize(
    ("language", "words"),
    [("da", ["efter 60 dage, med et varsel 14 dage før"]), ("en", ["after 60 days, with a warning 14 days before"])],
)
def test_the_privacy_page_tells_of_applications_as_the_timer_carries_it_out(client, settings, language, words):
    address = "/da/privatliv/" if language == "da" else "/en/privacy/"
    assert (retention.PERIODS.draft.days, retention.PERIODS.draft_warning.days) == (60, 14)

    assert [part for part in words if part not in text(client.get(address))] == []
    settings.TAKES_APPLICATIONS = False
    assert words[0] not in text(client.get(address))


def test_a_site_that_takes_no_applications_says_so_and_lets_nobody_begin(client, programme, settings):
    settings.TAKES_APPLICATIONS = False

    assert "Der er ikke åbent for ansøgninger nu" in text(client.get(START))
    assert "Der er ikke åbent for ansøgninger nu" in text(start(client))
    assert not Application.objects.exists()


def test_a_draft_is_deleted_at_once_after_being_asked(client, programme):
    application = opened(client, make_application(programme, ANSWERS))

    asked = client.post(page_url("application_delete", application))
    assert "Alt, du har skrevet, forsvinder med det samme" in text(asked)
    assert Answers.objects.count() == len(ANSWERS)
    gone = client.post(page_url("application_delete", application), {"sure": "yes"})

    assert "Kladden er slettet" in text(gone)
    assert not Answers.objects.exists()
    assert client.get(page_url("application", application)).status_code == 404


def test_everything_held_can_be_taken_along_and_nothing_of_anybody_elses(client, programme):
    make_application(programme, ANSWERS, email="other@example.org")
    application = opened(client, make_application(programme, ANSWERS))
    client.post(page_url("application_review", application), {"declared": "yes", "sure": "yes"})

    answer = client.get(page_url("case_data", application))
    held = json.loads(answer.content)

    assert answer.headers["Content-Disposition"] == f'attachment; filename="{application.reference}.json"'
    assert held["answers"] == ANSWERS
    assert held["email"] == application.email
    assert held["assessment"]["outcome"] == "meets"
    assert [event["step"] for event in held["events"]] == ["send"]
    assert "other@example.org" not in answer.content.decode()
    assert links.application_token(application) not in answer.content.decode()


def test_another_persons_application_cannot_be_written_to(client, programme):
    mine, theirs = make_application(programme), make_application(programme, ANSWERS)
    opened(client, mine)

    for name in ("application_review", "application_delete", "case_withdraw", "application_work"):
        assert client.post(page_url(name, theirs), {"sure": "yes", "declared": "yes"}).status_code == 404
    assert Answers.objects.filter(application=theirs).count() == len(ANSWERS)


def test_an_employer_who_pays_is_asked_where_the_bill_goes(client, programme):
    application = opened(client, make_application(programme))

    wrong = text(save(client, application, Section.PAYMENT, {"payer": "employer", "ean": "123"}))
    right = save(
        client, application, Section.PAYMENT,
        {"payer": "employer", "organisation": "Region Øvelse", "ean": "5790 0010 0000 0"},
    )  # fmt: skip

    assert "Skriv navnet på din arbejdsgiver" in wrong
    assert "Skriv EAN-nummeret med alle 13 cifre" in wrong
    assert right.redirect_chain
    assert Answers.objects.get().data["ean"] == "5790001000000"


def test_every_field_has_a_purpose(programme):
    application = make_application(programme)
    today = timezone.localdate()
    case = Case(application, target_of(application, today), today)
    asked = {name for section in forms.FORMS for name in case.form(section).fields} | set(
        forms.StartForm(opened=[application]).fields
    )

    assert asked | {"version", "electives"} == set(forms.FIELD_PURPOSES)
    assert all(purpose.endswith(".") for purpose in forms.FIELD_PURPOSES.values())


@pytest.mark.parametrize("rows", [1, 3])
def test_the_task_list_asks_the_database_the_same_however_many_applications(
    client, programme, rows, django_assert_num_queries
):
    for _ in range(rows):
        application = opened(client, make_application(programme, ANSWERS))
    client.get(page_url("application", application))

    with django_assert_num_queries(10):
        client.get(page_url("application", application))
