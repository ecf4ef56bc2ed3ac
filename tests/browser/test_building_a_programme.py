"""A coordinator builds a second programme by the guide, in the admin; a visitor finds both."""

import re

import pytest
from django.conf import settings
from django.utils.text import capfirst
from playwright.sync_api import expect

from tests.admin_pages import make_staff
from tests.browser.pages import Words
from tests.browser.steps import code_of, give_password, key_on
from tests.browser.test_admission import choose, see_the_answer, the_answer_is
from tests.browser.test_editing import add_a_run, pick, save

GUIDE = settings.BASE_DIR / "docs" / "editing.da.md"
PASSWORD = "three words and a number 7"
OLD = {"da": "Master i Personlig Medicin", "en": "Master of Personalised Medicine"}
NEW = {"da": "Master i Klimasundhed", "en": "Master of Climate and Health"}
PROMISE = {"da": "Sundhed i et klima under forandring", "en": "Health in a Changing Climate"}
# What is taught, in both languages, with its ECTS and its kind; together
# sixty, one elective being chosen.
COURSES = [
    ("Klima og sygdom", "Climate and Disease", "20", "Mandatory"),
    ("Varme i byer", "Heat in Cities", "10", "Elective"),
    ("Vand og smitte", "Water and Infection", "10", "Elective"),
    ("Masterprojekt i klimasundhed", "Thesis in Climate and Health", "30", "Thesis"),
]
QUESTION = {"da": "Kan jeg tage kurserne enkeltvis?", "en": "Can I take the courses one by one?"}


@pytest.fixture
def language():
    """The staff's language; the visitor reads both."""
    return "da"


def test_a_programme_is_built_in_the_admin_by_the_steps_of_the_guide(new_page, words, picture):
    desk = new_page(
        locale="da-DK", reduced_motion="reduce", viewport={"width": 1100, "height": 800}
    )
    assert re.findall(r"^### Trin \d+: (.+)$", GUIDE.read_text(), re.MULTILINE) == list(STEPS)

    sign_in_for_the_first_time(desk, words, picture)
    for step in STEPS.values():
        step(desk, words, picture)

    for language in ("da", "en"):
        visitor = new_page()
        find_both_programmes(visitor, Words(language))
        see_the_programme_with_its_dates_and_prices(visitor, Words(language))
        learn_whether_one_qualifies(visitor, Words(language))
        read_the_answer_and_open_the_course(visitor, Words(language))


def sign_in_for_the_first_time(desk, words, picture):
    make_staff("coordinator", username="kim", password=PASSWORD)
    desk.goto("/admin/")
    give_password(desk, words, "kim", PASSWORD)
    picture(desk.locator("#content"), "second-factor")
    desk.get_by_label(words("Code that the app shows")).fill(code_of(key_on(desk)))
    desk.get_by_role("button", name=words("Set it up")).click()
    desk.get_by_label(words("I have kept them")).check()
    desk.get_by_role("button", name=words("Go on"), exact=True).click()
    expect(desk.get_by_role("link", name=words("Publish checks"))).to_be_visible()
    picture(desk.locator("#content"), "first-page")


def make_the_university(desk, words, picture):
    begin(desk, words, "universities", "university")
    fill(desk, words, name_in_danish="Roskilde Universitet", name_in_english="Roskilde University")
    desk.get_by_label(words.label("short name"), exact=True).press_sequentially("RUC")
    expect(desk.get_by_label(words.label("short address name"))).to_have_value("ruc")
    save(desk, words)


def make_the_contact(desk, words, picture):
    begin(desk, words, "contacts", "contact")
    desk.get_by_label(words.label("name in Danish"), exact=True).press_sequentially("Klimakontoret")
    fill(desk, words, name_in_english="The Climate Office")
    desk.get_by_label("E-mail:").fill("klima@example.com")
    look_up(desk, "university", "Rosk", "Roskilde Universitet")
    expect(desk.get_by_label(words.label("key"))).to_have_value("klimakontoret")
    save(desk, words)


def begin_the_programme(desk, words, picture):
    begin(desk, words, "programmes", "programme")
    desk.get_by_label(words.label("title in Danish"), exact=True).press_sequentially(NEW["da"])
    fill(desk, words, title_in_english=NEW["en"])
    expect(desk.get_by_label(words.label("address name"))).to_have_value("master-i-klimasundhed")
    for language in ("Danish", "English"):
        desk.locator(".field-text_languages").get_by_label(words(language)).check()
        desk.locator(".fieldBox.field-teaching_languages").get_by_label(words(language)).check()
    fill(
        desk,
        words,
        promise_in_danish=PROMISE["da"],
        promise_in_english=PROMISE["en"],
        summary_in_danish="For dig, der arbejder med sundhed, hvor vejret sætter dagsordenen.",
        summary_in_english="For those who work with health where the weather decides.",
    )
    desk.get_by_label("ECTS:", exact=True).fill("60")
    desk.get_by_label(words.label("shortest time in years")).fill("2")
    desk.get_by_label(words.label("longest time in years")).fill("4")
    look_up(desk, "home_university", "Rosk", "Roskilde Universitet")
    look_up(desk, "office", "Klima", "Klimakontoret")
    desk.get_by_label(words.label("deadline, day")).fill("15")
    desk.get_by_label(words.label("deadline, month")).select_option(words("March"))
    desk.get_by_label(words.label("weeks from a course's deadline to its start")).fill("6")
    desk.get_by_label(words.label("months from the last refund day to the start")).fill("1")
    desk.locator("#id_price_min_dkk").fill("90000")
    desk.locator("#id_price_max_dkk").fill("95000")
    add_row(desk, "groups")
    group = desk.locator("#groups-0")
    group.locator("[name$=-title_da]").fill("Valgfag")
    group.locator("[name$=-title_en]").fill("Electives")
    group.locator("[name$=-choose_courses]").fill("1")
    save(desk, words)


def make_the_courses(desk, words, picture):
    for number, (danish, english, ects, _kind) in enumerate(COURSES):
        begin(desk, words, "courses", "course")
        desk.get_by_label(words.label("title in Danish")).press_sequentially(danish)
        fill(desk, words, title_in_english=english)
        fill(
            desk,
            words,
            one_sentence_in_danish=f"Om {danish.lower()}.",
            one_sentence_in_english=f"On {english}.",
        )
        desk.locator("#id_is_published").check()
        desk.get_by_label("ECTS:").fill(ects)
        look_up(desk, "home_programme", "Klima", NEW["da"])
        look_up(desk, "host", "Rosk", "Roskilde Universitet")
        if number:
            save(desk, words)
        else:
            desk.get_by_role("button", name=words("Save and continue editing")).first.click()


def give_a_run_with_a_teaching_day(desk, words, picture):
    open_row(desk, words, "courses", COURSES[0][0])
    run = add_a_run(desk, words, number=0, starts="2027-02-15", ends="2027-05-28")
    run.get_by_text(words("Price"), exact=True).click()
    run.locator("[name$=-price_dkk]").fill("18000")
    desk.get_by_role("button", name=words("Save and continue editing")).last.click()
    expect(desk.locator("#runs-0")).to_contain_text("4. jan. 2027")
    picture(desk.locator("#runs-0"), "run")
    desk.get_by_role("link", name=words.of("0 undervisningsdage", "0 teaching days")).click()
    add_row(desk, "teaching_days")
    day = desk.locator("#teaching_days-0")
    day.locator("[name$=-on]").fill("2027-02-15")
    day.locator("[name$=-starts_at]").fill("09:00")
    day.locator("[name$=-ends_at]").fill("15:30")
    day.locator("[name$=-place_da]").fill("Lokale 10.1")
    save(desk, words)


def lay_the_curriculum(desk, words, picture):
    open_row(desk, words, "programmes", NEW["da"])
    for number, (title, _english, _ects, kind) in enumerate(COURSES):
        add_row(desk, "entries")
        entry = desk.locator(f"#entries-{number}")
        pick(desk, entry.locator(".field-course").get_by_role("combobox"), title, title)
        entry.locator("[name$=-order]").fill(str(number + 1))
        entry.locator("[name$=-kind]").select_option(words(kind))
        if kind == "Elective":
            entry.locator("[name$=-group]").select_option("Valgfag")
    picture(desk.locator("#entries-group"), "curriculum")
    desk.get_by_role("button", name=words("Save and continue editing")).first.click()
    expect(desk.locator(".field-public_state .public-state")).to_have_text(
        words("Not shown to the public: complete, but not published")
    )


def give_the_intake(desk, words, picture):
    desk.locator("#intakes-group summary").first.click()
    add_row(desk, "intakes")
    intake = desk.locator("#intakes-0")
    intake.get_by_label(words.label("year"), exact=True).fill("2027")
    intake.get_by_label(words.label("application opens")).fill("2026-11-01")
    intake.get_by_label(words.label("study start")).fill("2027-09-01")
    intake.get_by_label(words.label("reply by")).fill("2027-05-15")
    save(desk, words)


def write_the_requirements(desk, words, picture):
    begin(desk, words, "requirement sets", "requirement set")
    look_up(desk, "programme", "Klima", NEW["da"])
    desk.get_by_label(words.label("version")).fill("1")
    desk.get_by_label(words.label("in force from")).fill("2026-11-01")
    add_row(desk, "requirements")
    requirement = desk.locator("#requirements-0")
    requirement.locator("[name$=-number]").fill("1")
    requirement.locator("[name$=-kind]").select_option(words("degree"))
    requirement.locator("[name$=-title_da]").fill("Kandidatgrad")
    requirement.locator("[name$=-title_en]").fill("Master’s degree")
    desk.get_by_role("button", name=words("Save and continue editing")).last.click()
    desk.locator("#requirements-0 .inlinechangelink").click()
    for number, degree, outcome, danish, english in [
        (
            1,
            "Master's degree (kandidat)",
            "met",
            "Du har en kandidatgrad.",
            "You have a master’s degree.",
        ),
        (2, None, "not met", "Du skal have en kandidatgrad.", "You need a master’s degree."),
    ]:
        add_row(desk, "branches")
        branch = desk.locator(f"#branches-{number - 1}")
        branch.locator("[name$=-number]").fill(str(number))
        branch.locator("[name$=-outcome]").select_option(words(outcome))
        if degree:
            branch.get_by_label(words(degree)).check()
        branch.get_by_label(words.label("sentence in Danish")).fill(danish)
        branch.get_by_label(words.label("sentence in English")).fill(english)
    save(desk, words)
    open_row(desk, words, "requirement sets", NEW["da"])
    desk.locator("#id_is_published").check()
    save(desk, words)
    expect(desk.get_by_role("row", name=NEW["da"])).to_contain_text(words("Published, locked"))


def write_a_question(desk, words, picture):
    begin(desk, words, "questions", "question")
    look_up(desk, "programme", "Klima", NEW["da"])
    fill(
        desk,
        words,
        topic_in_danish="Studiet",
        topic_in_english="The studies",
        question_in_danish=QUESTION["da"],
        question_in_english=QUESTION["en"],
        answer_in_danish="Ja, alle kurser.",
        answer_in_english="Yes, every course.",
    )
    save(desk, words)


def publish(desk, words, picture):
    open_row(desk, words, "programmes", NEW["da"])
    with desk.context.expect_page() as opened:
        desk.get_by_role("button", name=words("Preview in Danish without saving")).first.click()
    expect(opened.value.get_by_role("heading", level=1)).to_have_text(PROMISE["da"])
    opened.value.close()
    desk.locator("#id_is_published").check()
    desk.get_by_role("button", name=words("Save and continue editing")).first.click()
    expect(desk.locator(".field-public_state .public-state")).to_have_text(
        words("Shown to the public")
    )
    picture(desk.locator("#programme_form fieldset").first, "publish")


# The guide's numbered headings, and what is done under each.
STEPS = {
    "Universitetet": make_the_university,
    "Sekretariatet": make_the_contact,
    "Uddannelsen som kladde": begin_the_programme,
    "Kurserne": make_the_courses,
    "Hold og undervisningsdage": give_a_run_with_a_teaching_day,
    "Studieelementerne": lay_the_curriculum,
    "Optaget": give_the_intake,
    "Adgangskravene": write_the_requirements,
    "Spørgsmål og tekster": write_a_question,
    "Offentliggør": publish,
}


def begin(desk, words, plural, singular):
    """Open the empty form for a thing, from the admin's first page."""
    to_the_list(desk, words, plural)
    desk.get_by_role("main").get_by_role("link", name=words("Add %s") % words(singular)).click()


def open_row(desk, words, plural, name):
    to_the_list(desk, words, plural)
    desk.get_by_role("main").get_by_role("link", name=name, exact=True).first.click()


def to_the_list(desk, words, plural):
    desk.goto("/admin/")
    desk.locator("#content-main .app-catalogue").get_by_role(
        "link", name=capfirst(words(plural)), exact=True
    ).click()


def fill(desk, words, **values):
    """Fill in fields, each named by its English words."""
    for name, value in values.items():
        label = words.label(
            name.replace("_", " ").replace("danish", "Danish").replace("english", "English")
        )
        desk.get_by_label(label, exact=True).filter(visible=True).fill(value)


def look_up(desk, name, part, title):
    """Choose in a field of the page that searches while one types.

    Its label stays with it, its words do not.
    """
    pick(
        desk,
        desk.locator(f"[role=combobox][aria-labelledby='select2-id_{name}-container']"),
        part,
        title,
    )


def add_row(desk, prefix):
    desk.locator(f"#{prefix}-group .add-row").get_by_role("button").click()


def find_both_programmes(visitor, words):
    visitor.goto(f"/{words.language}/")
    found = visitor.get_by_role("main").get_by_role("heading", level=3)
    # The sooner one must apply, the higher up: 15 March stands before 1 May.
    expect(found).to_have_text([NEW[words.language], OLD[words.language]])
    visitor.get_by_role("link", name=NEW[words.language], exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(PROMISE[words.language])


def see_the_programme_with_its_dates_and_prices(visitor, words):
    home, main = visitor.url, visitor.get_by_role("main")
    course = words.of(COURSES[0][0], COURSES[0][1])
    expect(main.get_by_role("link", name=course).first).to_be_visible()
    expect(main).to_contain_text(words.day(2027, 3, 15))
    visitor.goto(home + words.of("frister/", "dates/"))
    closes = main.get_by_role("listitem").filter(has=visitor.locator("time[datetime='2027-01-04']"))
    expect(closes.get_by_role("link", name=course)).to_be_visible()
    visitor.goto(home + words.of("priser/", "prices/"))
    expect(main).to_contain_text(words.of("18.000 kr.", "DKK 18,000"))
    visitor.goto(home)


def learn_whether_one_qualifies(visitor, words):
    visitor.get_by_role("main").get_by_role(
        "link", name=words("Check if you can apply")
    ).first.click()
    choose(
        visitor,
        words("What is your highest completed degree?"),
        words("Danish master’s degree (kandidatgrad)"),
    )
    see_the_answer(visitor, words)
    the_answer_is(visitor, words("Yes, you can apply"))
    expect(visitor.get_by_role("main")).to_contain_text(
        words.of("Du har en kandidatgrad.", "You have a master’s degree.")
    )


def read_the_answer_and_open_the_course(visitor, words):
    visitor.goto(words.of("/da/sporgsmaal/", "/en/questions/") + "?programme=master-i-klimasundhed")
    expect(visitor.get_by_role("main")).to_contain_text(QUESTION[words.language])
    visitor.goto(words.of("/da/kurser/", "/en/courses/") + "?programme=master-i-klimasundhed")
    visitor.get_by_role("main").get_by_role(
        "link", name=words.of(COURSES[0][0], COURSES[0][1])
    ).first.click()
    expect(visitor.locator(".runs")).to_contain_text(words.day(2027, 1, 4))
    expect(visitor.locator(".runs")).to_contain_text("9")
