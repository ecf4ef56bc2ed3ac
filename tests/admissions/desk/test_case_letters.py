"""The letters of a case: the row's words, in the applicant's language, never changed again."""

from datetime import date
from functools import partial

import pytest
from django.utils import timezone

from admissions.desk import case_letters, services
from admissions.models import Answers, CaseLetter, Wording
from admissions.models.case_letter import checksum_of
from tests.admissions.makers import code_of, make_caseworker, make_sent_application, make_wordings
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme

pytestmark = pytest.mark.django_db
DUE = date(2026, 12, 9)
Kind = CaseLetter.Kind
WHY = "Du har arbejdet i 18 måneder."
# What gives an applicant less than was applied for, by its letter.
ADVERSE = {
    Kind.REFUSAL: partial(services.refuse, reasons=WHY),
    Kind.WAITING_LIST: partial(services.put_on_waiting_list, text=WHY),
    Kind.CONDITIONAL_OFFER: partial(
        services.offer_place, reply_by=DUE, conditions="To års arbejde.", text=WHY
    ),
}


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(
        title_da="Master i øvelse", title_en="Master of Practice"
    )
    make_requirement_set(found, version=3)
    return found


@pytest.fixture
def karen():
    return make_caseworker()


@pytest.fixture(autouse=True)
def complaints(settings):
    settings.COMPLAINTS_TO = "klage@example.org"


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def ask(application, karen, text="Send dit bevis"):
    return services.request_information(application, by=karen, text=text, due_on=DUE)


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        (
            "da",
            "Vi mangler noget til din ansøgning {n}",
            ["Kære Anna Prøve", "Master i øvelse", "9. december 2026"],
        ),
        (
            "en",
            "We need something for your application {n}",
            ["Dear Anna Prøve", "of Practice", "9 December 2026"],
        ),
    ],
)
def test_a_letter_is_in_the_applicants_language(programme, karen, language, subject, words):
    application = make_sent_application(programme, "under_review", language=language)

    letter = ask(application, karen)

    assert (letter.language, letter.due_on, letter.written_at) == (language, DUE, timezone.now())
    assert letter.subject == subject.format(n=application.number)
    for each in words:
        assert each in plain(letter.text)


def test_a_letter_about_a_run_names_the_course(programme, karen):
    run = make_run(make_course(programme, title_da="Pipetter"))
    application = make_sent_application(programme, "under_review", run=run)

    assert "ansøgning til Pipetter" in ask(application, karen).text


@pytest.mark.parametrize(
    ("language", "rules"),
    [
        ("da", "adgangskravene for Master i øvelse, version 3, gældende fra 1. januar 2024"),
        (
            "en",
            "the admission requirements of Master of Practice, version 3, "
            "in force from 1 January 2024",
        ),
    ],
)
@pytest.mark.parametrize("kind", ADVERSE)
def test_an_adverse_decision_holds_reasons_the_rules_and_how_to_complain(
    programme, karen, kind, language, rules
):
    application = make_sent_application(programme, "under_review", language=language)

    letter = ADVERSE[kind](application, by=karen)

    assert letter.kind == kind
    for words in (WHY, rules, "klage@example.org", "Uddannelses- og Forskningsstyrelsen"):
        assert words in plain(letter.text)


def test_a_case_that_was_judged_by_no_requirements_is_refused_by_rules_in_words(programme, karen):
    application = make_sent_application(programme, "under_review", requirement_set=None)

    letter = services.refuse(
        application, by=karen, reasons="Kurset er fyldt.", rules="reglerne i studieordningen\n"
    )

    assert "Afgørelsen er truffet efter: reglerne i studieordningen." in letter.text


def test_the_requirements_that_a_case_was_judged_by_stand_before_rules_in_words(programme, karen):
    application = make_sent_application(programme, "under_review")

    letter = services.refuse(application, by=karen, reasons="For kort.", rules="noget andet")

    assert "version 3" in letter.text
    assert "noget andet" not in letter.text


def test_an_offer_with_conditions_holds_them_and_what_else_was_written(programme, karen):
    application = make_sent_application(programme, "under_review")

    letter = services.offer_place(
        application, by=karen, reply_by=DUE, conditions="Bevis.", text="Velkommen."
    )

    assert letter.kind == Kind.CONDITIONAL_OFFER
    assert "Betingelser og begrundelse:\nBevis.\n\nVelkommen.\n\nAfgørelsen" in letter.text


def test_conditions_of_spaces_alone_are_none_and_hide_nothing(programme, karen):
    application = make_sent_application(programme, "under_review")

    letter = services.offer_place(
        application, by=karen, reply_by=DUE, conditions=" \n", text="Velkommen."
    )

    assert letter.kind == Kind.OFFER
    assert "Velkommen." in letter.text


def test_where_nothing_is_added_no_empty_paragraph_stands(programme, karen):
    application = make_sent_application(programme, "under_review")

    letter = services.offer_place(application, by=karen, reply_by=DUE)

    assert "\n\n\n" not in letter.text
    assert "{" not in letter.text


def test_words_that_came_with_windows_line_ends_leave_no_empty_paragraph(programme, karen):
    rows = make_wordings()
    words = "Kære {name}\r\n\r\n{title} er din til {day}.\r\n\r\n{text}\r\n\r\nHilsen"
    Wording.objects.filter(pk=rows[Kind.OFFER].pk).update(text_da=words)
    application = make_sent_application(programme, "under_review")

    letter = services.offer_place(application, by=karen, reply_by=DUE)

    assert (
        plain(letter.text)
        == "Kære Anna Prøve\n\nMaster i øvelse er din til 9. december 2026.\n\nHilsen"
    )


def test_what_was_typed_is_never_read_as_a_placeholder(programme, karen):
    application = make_sent_application(programme, "under_review")
    Answers.objects.filter(section="about").update(data={"name": "{complaints_to}"})

    letter = ask(application, karen, "Hvad er {rules}?")

    assert "Kære {complaints_to}" in letter.text
    assert "Hvad er {rules}?" in letter.text


def test_the_words_come_from_the_row_and_never_change_when_it_is_edited(programme, karen):
    rows = make_wordings()
    row = Wording.objects.filter(pk=rows[Kind.REQUEST].pk)
    row.update(subject_da="Før {number}", text_da="Før: {text} inden {day}")
    application = make_sent_application(programme, "under_review")
    letter = ask(application, karen)

    row.update(subject_da="Efter {number}", text_da="Efter: {text} inden {day}")

    letter.refresh_from_db()
    assert letter.subject == f"Før {application.number}"
    assert plain(letter.text) == "Før: Send dit bevis inden 9. december 2026"
    assert letter.checksum == checksum_of(letter.subject, letter.text)
    assert letter.is_as_written
    services.go_on_without(application, by=karen)
    assert ask(application, karen).subject == f"Efter {application.number}"


@pytest.mark.parametrize("column", ["subject", "text"])
def test_a_word_that_was_changed_behind_the_sites_back_is_found_out(programme, karen, column):
    letter = ask(make_sent_application(programme, "under_review"), karen)
    assert letter.is_as_written

    CaseLetter.objects.update(**{column: "Noget andet"})

    letter.refresh_from_db()
    assert not letter.is_as_written


def test_a_preview_says_what_the_letter_will_say_and_writes_nothing(programme, karen):
    application = make_sent_application(programme, "under_review")

    previewed = case_letters.preview(application, Kind.REQUEST, text="Send dit bevis", due_on=DUE)

    assert not CaseLetter.objects.exists()
    letter = ask(application, karen)
    assert previewed == (letter.subject, letter.text)


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (Kind.REQUEST, "text_missing"),
        (Kind.CONDITIONAL_OFFER, "text_missing"),
        (Kind.WAITING_LIST, "reasons_missing"),
        (Kind.REFUSAL, "reasons_missing"),
    ],
)
def test_a_preview_is_refused_as_the_letter_is(programme, kind, code):
    application = make_sent_application(programme, "under_review")

    assert code_of(case_letters.preview, application, kind, text=" ", due_on=DUE) == code


def test_whoever_gave_no_name_is_addressed_by_the_mail_address(programme, karen):
    application = make_sent_application(
        programme, "under_review", parts=[], email="anna@example.org"
    )

    assert "Kære anna@example.org" in ask(application, karen).text
