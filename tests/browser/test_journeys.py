"""Three people apply on a telephone: dispensation, foreign degree, a single course."""

import email
from datetime import date, timedelta
from email import policy

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from admissions.desk import services
from admissions.models import Application
from tests.admin_pages import make_staff
from tests.admissions.applications.documents import makers
from tests.browser import steps
from tests.browser.pages import plain
from tests.browser.steps import (
    Looks,
    address_of,
    answer_education,
    attach,
    declare_and_send,
    done,
    heading_is,
    open_from_the_mail,
    open_part,
    press,
    the_letter,
    write_down,
)

OTHER_LANGUAGE = "Another language; I will add a translation"
TELEPHONE = {"width": 390, "height": 844}
BIOANALYST = "degree=medium_cycle&area=laboratory&m1=11&y1=2023"
DATA_SCIENTIST = "degree=master&field=natural&area=data&m1=1&y1=2018"
LAWYER = "degree=foreign&area=organisation&m1=8&y1=2019"


@pytest.fixture
def caseworker():
    person = make_staff("coordinator", username="caseworker")
    person.first_name, person.last_name = "Karen", "Sagsbehandler"
    person.save()
    return person


@pytest.fixture
def telephone(new_page):
    return new_page(viewport=TELEPHONE, reduced_motion="reduce")


@pytest.mark.parametrize("language", ["da"])
def test_a_bioanalyst_asks_for_a_dispensation_answers_a_request_and_accepts(
    telephone, mailbox, frozen_clock, words, caseworker
):
    page, look = telephone, Looks(telephone)
    page.goto(f"{address_of('admission', words)}?{BIOANALYST}")
    page.get_by_role("link", name=words("Apply with these answers")).click()
    begin(page, frozen_clock, words, "mette@example.org")
    answer_about(page, words, "Mette Ærø Prøve")
    answer_education(page, words, "Bioanalytiker", "Professionshøjskolen Absalon", "Danmark")
    write_down(page, words, "Work experience", "Laboratorium siden november 2023.")
    pay_herself(page, words)
    open_part(page, words("Pace and electives"))
    page.get_by_label(words("I do not know yet")).check()
    press(page, words("Save and go on"))
    write_down(page, words, "Motivation", "Jeg vil forstå de data, mit laboratorium laver.")
    open_part(page, words("Dispensation"))
    look("dispensation")
    page.get_by_role("textbox").fill("Tre års arbejde med sekventering og et kursus i statistik.")
    press(page, words("Save and go on"))
    open_part(page, words("Documents"))
    attach(page, words, "eksamensbevis.pdf", makers.pdf(), "Diploma")
    attach(page, words, "udtalelse.jpg", makers.picture(), "Papers of your work")
    page.get_by_role("link", name=words("Done with documents")).click()
    expect(page.get_by_role("main")).to_contain_text(done(words, 9, of=9))
    open_from_the_mail(page, the_letter(mailbox, "mette@example.org"), words, look)
    declare_and_send(page, words)
    heading_is(page, words("Before you send"))
    expect(page.get_by_role("main")).to_contain_text(
        words("You can apply if you also ask for a dispensation")
    )
    look("pause")
    press(page, words("Send it as it is"))
    heading_is(page, words("Thank you. Your application is received"))
    expect(page.get_by_role("main")).to_contain_text("udtalelse.jpg")

    application = Application.objects.get()
    services.begin_review(application, by=caseworker)
    due = date(2026, 12, 7)
    services.request_information(
        application, by=caseworker, text="En udtalelse med stempel.", due_on=due
    )
    letters_to(mailbox, "mette@example.org")
    page.get_by_role("link", name=words("Follow your application")).click()
    heading_is(page, words("We need something from you"))
    expect(page.get_by_role("main")).to_contain_text("En udtalelse med stempel.")
    look("case, waiting for an answer")
    page.get_by_role("link", name=words("Answer the request")).click()
    press(page, words("Send the answer"))
    expect(page.get_by_role("alert")).to_be_focused()
    look("answer, sent empty")
    page.get_by_role("link", name=words("Add a document")).click()
    attach(page, words, "udtalelse med stempel.pdf", makers.pdf_of(4000), "Papers of your work")
    page.get_by_role("link", name=words("Back to the case")).click()
    page.get_by_role("link", name=words("Answer the request")).click()
    page.get_by_role("textbox").fill("Her er den.")
    press(page, words("Send the answer"))
    heading_is(page, words("Your application is being assessed"))

    application.refresh_from_db()
    services.offer_place(
        application,
        by=caseworker,
        reply_by=date(2026, 12, 15),
        conditions="Du består statistik inden start.",
    )
    page.reload()
    heading_is(page, words("You are offered a place"))
    look("case, offered")
    page.get_by_role("link", name=words("Answer the offer")).click()
    look("offer")
    steps.choose(
        page,
        page.get_by_role("group", name=words("Do you accept the place?")),
        page.get_by_label(words("Yes, I accept the place")),
    )
    press(page, words("Send the answer"))
    heading_is(page, words("You have accepted the place"))
    look("case, accepted")


@pytest.mark.parametrize("language", ["en"])
def test_a_lawyer_with_a_swedish_degree_adds_a_translation_and_leaves_the_waiting_list(
    telephone, mailbox, frozen_clock, words, caseworker
):
    page, look = telephone, Looks(telephone)
    page.goto(f"{address_of('admission', words)}?{LAWYER}")
    page.get_by_role("link", name=words("Apply all the same: the office decides")).click()
    begin(page, frozen_clock, words, "lars@example.org")
    answer_about(page, words, "Lars Öberg", country="Sverige")
    answer_education(page, words, "Juristexamen", "Lunds universitet", "Sverige", OTHER_LANGUAGE)
    write_down(page, words, "Work experience", "Jurist siden august 2019.")
    pay_herself(page, words)
    open_part(page, words("Pace and electives"))
    page.get_by_label(words("I do not know yet")).check()
    press(page, words("Save and go on"))
    write_down(page, words, "Motivation", "Reglerne for sundhedsdata.")
    open_from_the_mail(page, the_letter(mailbox, "lars@example.org"), words, look)
    declare_and_send(page, words)
    heading_is(page, words("Before you send"))
    expect(page.get_by_role("main")).to_contain_text(
        words("A translation of your diploma is not attached.")
    )
    page.get_by_role("link", name=words("Attach documents")).click()
    attach(page, words, "översättning.pdf", makers.pdf(), "Translation of the diploma")
    page.get_by_role("link", name=words("Done with documents")).click()
    declare_and_send(page, words)
    expect(page.get_by_role("main")).to_contain_text(
        words("The office must assess your background")
    )
    press(page, words("Send it as it is"))
    page.get_by_role("link", name=words("Follow your application")).click()
    page.get_by_role("link", name=words("Correct contact details")).click()
    look("contact")
    page.get_by_label(words("Telephone")).fill("+46 46 222 00 00")
    press(page, words("Save the corrections"))

    application = Application.objects.get()
    services.begin_review(application, by=caseworker)
    services.put_on_waiting_list(application, by=caseworker, text="Alle pladser er besat.")
    page.reload()
    heading_is(page, words("You are on the waiting list"))
    look("case, waiting list")
    page.get_by_role("link", name=words("Ask for erasure")).click()
    look("erasure")
    page.get_by_role("link", name=words("Back to the case")).click()
    page.get_by_role("link", name=words("Withdraw the application")).click()
    press(page, words("Withdraw the application"))
    heading_is(page, words("You have withdrawn your application"))
    look("case, withdrawn")


@pytest.mark.parametrize("language", ["da"])
def test_an_employer_pays_a_single_course_and_the_offer_is_declined(
    telephone, mailbox, frozen_clock, words, caseworker
):
    page, look = telephone, Looks(telephone)
    page.goto(words.of("/da/kurser/?open=1", "/en/courses/?open=1"))
    page.locator(".list.courses a").first.click()
    page.get_by_role("main").get_by_role("link", name=words("Apply"), exact=True).first.click()
    page.goto(f"{page.url}&{DATA_SCIENTIST}")
    begin(page, frozen_clock, words, "ole@example.org")
    answer_about(page, words, "Ole Prøve")
    open_part(page, words("Payment"))
    page.get_by_label(words("My employer pays")).check()
    press(page, words("Save and go on"))
    expect(page.get_by_role("alert")).to_be_focused()
    look("payment, without the employer")
    page.get_by_label(words("Name of the employer")).fill("Region Prøve")
    page.get_by_label(words("EAN number")).fill("5790000000000")
    press(page, words("Save and go on"))
    answer_education(page, words, "Cand.scient.", "Syddansk Universitet", "Danmark")
    write_down(page, words, "Work experience", "Dataanalyse siden 2018.")
    write_down(page, words, "Motivation", "Kurset alene.")
    open_from_the_mail(page, the_letter(mailbox, "ole@example.org"), words, look)
    declare_and_send(page, words)
    press(page, words("Send it as it is"))
    heading_is(page, words("Thank you. Your application is received"))

    application = Application.objects.get()
    assert application.run is not None
    services.begin_review(application, by=caseworker)
    services.offer_place(application, by=caseworker, reply_by=date(2026, 12, 15))
    subjects = letters_to(mailbox, "ole@example.org")
    assert any(application.number in subject for subject in subjects)
    page.get_by_role("link", name=words("Follow your application")).click()
    page.get_by_role("link", name=words("Answer the offer")).click()
    page.get_by_label(words("No, I decline the place")).check()
    press(page, words("Send the answer"))
    heading_is(page, words("You have declined the place"))


def begin(page, clock, words, address):
    page.get_by_label(words("Your e-mail address")).fill(address)
    clock.shift(timedelta(minutes=1))
    press(page, words("Begin"))


def answer_about(page, words, name, country="Danmark"):
    open_part(page, words("Name and contact"))
    page.get_by_label(words("Your name"), exact=True).fill(name)
    page.get_by_label(words("Country you live in")).fill(country)
    press(page, words("Save and go on"))


def pay_herself(page, words):
    open_part(page, words("Payment"))
    page.get_by_label(words("I pay myself")).check()
    press(page, words("Save and go on"))


def letters_to(mailbox, address):
    """Deliver what waits; give the subjects, and take the letters out of the box."""
    call_command("deliver_mail", verbosity=0)
    subjects = []
    for file in sorted(mailbox.iterdir()):
        letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
        file.unlink()
        assert letter["To"] == address
        subjects.append(plain(letter["Subject"]))
    return subjects
