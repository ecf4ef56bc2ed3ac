"""An editor adds a course with two runs and moves a deadline; a visitor finds it, with the dates right."""

import pytest
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from playwright.sync_api import expect

from catalogue.models import Course

PASSWORD = "three words and a number 7"
PROGRAMME = {"da": "Master i Personlig Medicin", "en": "Master of Personalised Medicine"}
TITLE = {"da": "Farmakogenetik ved sengekanten", "en": "Pharmacogenetics at the Bedside"}
REASON = {"da": "Sommerferien er talt fra", "en": "The summer holidays are not counted"}
LANGUAGES = pytest.mark.parametrize("language", ["da", "en"])

SAYS = {
    "da": {
        "locale": "da-DK",
        "username": "Brugernavn:",
        "password": "Adgangskode:",
        "log_in": "Log ind",
        "courses": "Kurser",
        "programmes": "Uddannelser",
        "add_course": "Tilføj kursus",
        "published": "Offentliggjort",
        "title_da": "Titel på dansk:",
        "title_en": "Titel på engelsk:",
        "summary_da": "Én sætning på dansk:",
        "summary_en": "Én sætning på engelsk:",
        "address": "Navn i adressen:",
        "home": "Hjemmeuddannelse:",
        "add_run": "Tilføj endnu en Hold",
        "starts": "Starter:",
        "ends": "Slutter:",
        "exception": "Undtagelse fra fristen",
        "exception_on": "Undtagelse fra fristen:",
        "reason_da": "Begrundelse for undtagelsen på dansk:",
        "reason_en": "Begrundelse for undtagelsen på engelsk:",
        "save": "Gem",
        "refused": "Ret venligst",
        "say_why": "Sig, hvorfor fristen afviger fra reglen.",
        "end_before": "Slutningen må ikke ligge før starten.",
        "add_entry": "Tilføj endnu en Studieelement",
        "elective": "Valgfrit",
        "electives": "Valgfag",
        "shown": "Vises for offentligheden",
        "search": "Søg i kurserne",
        "found": "1 af 12 kurser",
        "facts": "Valgfrit",
        "dates": ["Søg senest", "18. januar 2027", "15. februar 2027", "15. marts 2027"],
        "moved": ["Søg senest", "26. juli 2027", "30. juli 2027", "30. august 2027"],
        "is_exception": "Fristen er en undtagelse",
        "rule_day": "5. juli 2027",
    },
    "en": {
        "locale": "en-GB",
        "username": "Username:",
        "password": "Password:",
        "log_in": "Log in",
        "courses": "Courses",
        "programmes": "Programmes",
        "add_course": "Add course",
        "published": "Published",
        "title_da": "Title in Danish:",
        "title_en": "Title in English:",
        "summary_da": "One sentence in Danish:",
        "summary_en": "One sentence in English:",
        "address": "Address name:",
        "home": "Home programme:",
        "add_run": "Add another Course run",
        "starts": "Starts:",
        "ends": "Ends:",
        "exception": "Deadline exception",
        "exception_on": "Deadline exception:",
        "reason_da": "Reason for the exception in Danish:",
        "reason_en": "Reason for the exception in English:",
        "save": "Save",
        "refused": "Please correct",
        "say_why": "Say why the deadline differs from the rule.",
        "end_before": "The end must not lie before the start.",
        "add_entry": "Add another Curriculum entry",
        "elective": "Elective",
        "electives": "Electives",
        "shown": "Shown to the public",
        "search": "Search the courses",
        "found": "1 of 12 courses",
        "facts": "Elective",
        "dates": ["Apply by", "18 January 2027", "15 February 2027", "15 March 2027"],
        "moved": ["Apply by", "26 July 2027", "30 July 2027", "30 August 2027"],
        "is_exception": "The deadline is an exception",
        "rule_day": "5 July 2027",
    },
}


@LANGUAGES
def test_a_visitor_finds_a_new_course_by_its_other_title_with_the_dates_right(new_page, editor, language):
    says = SAYS[language]
    desk = sign_in(new_page, editor, says)
    begin_a_course(desk, says, language)
    add_a_run(desk, says, number=0, starts="2027-03-15", ends="2027-05-07")
    add_a_run(desk, says, number=1, starts="2027-08-30", ends="2027-10-29")
    save(desk, says)
    put_it_among_the_electives(desk, says, language)
    move_the_deadline_of_august(desk, says, "2027-07-26")

    other = "en" if language == "da" else "da"
    visitor = new_page()
    find_by(visitor, other, TITLE[other].split()[0][3:10])
    see_the_runs_with_their_dates(visitor, other)
    find_by(visitor, other, TITLE[language].split()[0][3:10])
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE[other])


@LANGUAGES
def test_wrong_data_is_told_where_it_stands_and_nothing_typed_is_lost(new_page, editor, language):
    says = SAYS[language]
    desk = sign_in(new_page, editor, says)
    begin_a_course(desk, says, language)
    run = add_a_run(desk, says, number=0, starts="2027-03-15", ends="2027-02-07")
    fill_in_the_exception(run, says, "2027-01-25", {"da": "", "en": ""})
    save(desk, says)

    expect(desk.get_by_role("main")).to_contain_text(says["refused"])
    expect(run).to_contain_text(says["end_before"])
    expect(run).to_contain_text(says["say_why"])
    expect(desk.get_by_label(says["title_en"])).to_have_value(TITLE["en"])
    expect(desk.get_by_label("ECTS:")).to_have_value("5")
    expect(run.get_by_label(says["starts"])).to_have_value("2027-03-15")
    expect(run.get_by_label(says["ends"])).to_have_value("2027-02-07")
    expect(run.get_by_label(says["exception_on"])).to_have_value("2027-01-25")
    expect(run.get_by_label(says["reason_en"])).to_be_visible()

    run.get_by_label(says["ends"]).fill("2027-05-07")
    run.get_by_label(says["reason_da"]).fill(REASON["da"])
    run.get_by_label(says["reason_en"]).fill(REASON["en"])
    save(desk, says)

    expect(desk.locator(".messagelist .success")).to_contain_text(TITLE[language])
    assert Course.objects.get(title_en=TITLE["en"]).runs.get().deadline_reason_en == REASON["en"]


@pytest.fixture
def editor(site):
    call_command("staff_roles", verbosity=0)
    person = User.objects.create_user("editor", password=PASSWORD, is_staff=True)
    person.groups.add(Group.objects.get(name="Editor"))
    return person


def sign_in(new_page, editor, says):
    """A desk in the editor's language, at the admin's first page."""
    desk = new_page(locale=says["locale"])
    desk.goto("/admin/")
    desk.get_by_label(says["username"]).fill(editor.username)
    desk.get_by_label(says["password"]).fill(PASSWORD)
    desk.get_by_role("button", name=says["log_in"], exact=True).click()
    expect(desk.get_by_role("main").get_by_role("link", name=says["courses"], exact=True)).to_be_visible()
    return desk


def begin_a_course(desk, says, language):
    desk.get_by_role("main").get_by_role("link", name=says["courses"], exact=True).click()
    desk.get_by_role("main").get_by_role("link", name=says["add_course"]).click()
    desk.locator("#course_form").get_by_label(says["published"], exact=True).first.check()
    desk.get_by_label(says["title_da"]).press_sequentially(TITLE["da"])
    desk.get_by_label(says["title_en"]).fill(TITLE["en"])
    expect(desk.get_by_label(says["address"])).to_have_value("farmakogenetik-ved-sengekanten")
    desk.get_by_label(says["summary_da"]).fill("Hvordan generne afgør, hvad en medicin gør.")
    desk.get_by_label(says["summary_en"]).fill("How the genes decide what a drug does.")
    desk.get_by_label("ECTS:").fill("5")
    pick(desk, beside(desk, says["home"]), "Person", PROGRAMME[language])


def add_a_run(desk, says, *, number, starts, ends):
    """Add a run at the end of the course's page; give the part of the page that holds it."""
    desk.get_by_role("button", name=says["add_run"]).click()
    run = desk.locator(f"#runs-{number}")
    run.get_by_label(says["published"], exact=True).check()
    run.get_by_label(says["starts"]).fill(starts)
    run.get_by_label(says["ends"]).fill(ends)
    return run


def put_it_among_the_electives(desk, says, language):
    desk.get_by_role("link", name=says["programmes"], exact=True).first.click()
    desk.get_by_role("main").get_by_role("link", name=PROGRAMME[language]).click()
    desk.get_by_role("button", name=says["add_entry"]).click()
    entry = desk.locator("#entries-11")
    pick(desk, entry.get_by_role("combobox").nth(0), "sengekanten", TITLE[language])
    entry.locator("select[name$=-kind]").select_option(says["elective"])
    entry.locator("select[name$=-group]").select_option(says["electives"])
    entry.locator("input[name$=-order]").fill("11")
    save(desk, says)
    desk.get_by_role("main").get_by_role("link", name=PROGRAMME[language]).first.click()
    expect(desk.locator(".public-state")).to_have_text(says["shown"])


def move_the_deadline_of_august(desk, says, day):
    """Runs stand with the latest start first."""
    desk.goto(f"/admin/catalogue/course/{Course.objects.get(title_en=TITLE['en']).pk}/change/")
    run = desk.locator("#runs-0")
    expect(run.get_by_label(says["starts"])).to_have_value("2027-08-30")
    expect(run).to_contain_text(says["rule_day"])
    fill_in_the_exception(run, says, day, REASON)
    save(desk, says)


def fill_in_the_exception(run, says, day, reason):
    run.get_by_text(says["exception"], exact=True).click()
    run.get_by_label(says["exception_on"]).fill(day)
    run.get_by_label(says["reason_da"]).fill(reason["da"])
    run.get_by_label(says["reason_en"]).fill(reason["en"])


def beside(desk, label):
    """The searching field of a label. Django's own hangs the label on the select that it hides."""
    field = desk.locator(".fieldBox").filter(has=desk.get_by_text(label, exact=True))
    return field.get_by_role("combobox")


def pick(desk, box, part, name):
    """Choose in a field that searches while one types."""
    box.click()
    desk.get_by_role("searchbox").last.press_sequentially(part)
    desk.get_by_role("option", name=name, exact=True).click()
    expect(box).to_contain_text(name)


def save(desk, says):
    with desk.expect_navigation():
        desk.get_by_role("button", name=says["save"], exact=True).last.click()


def find_by(visitor, language, part):
    """Search the courses for a part of a word and open what is found."""
    visitor.goto(f"/{language}/")
    visitor.get_by_role("navigation").get_by_role("link", name=SAYS[language]["courses"], exact=True).click()
    visitor.get_by_label(SAYS[language]["search"], exact=True).fill(part)
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", name=SAYS[language]["found"])).to_be_visible()
    visitor.get_by_role("link", name=TITLE[language], exact=True).click()


def see_the_runs_with_their_dates(visitor, language):
    says = SAYS[language]
    expect(visitor.get_by_role("heading", level=1)).to_have_text(TITLE[language])
    runs = visitor.locator(".runs > li")
    expect(runs).to_have_count(2)
    for run, words in zip(runs.all(), (says["dates"], says["moved"]), strict=True):
        for part in words:
            expect(run).to_contain_text(part)
    expect(runs.nth(1)).to_contain_text(f"{says['is_exception']}: {REASON[language]}")
    expect(runs.nth(1)).not_to_contain_text(says["rule_day"])
    expect(visitor.get_by_role("complementary")).to_contain_text(says["facts"])
