import re
from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from django.utils.translation import override

from tests.factories import (
    make_course,
    make_office,
    make_programme,
    make_requirement_set,
    make_run,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db

QUERIES = 5
DOCTOR = "degree=master&field=health&area=clinic&m1=9&y1=2025"
BIOANALYST = "degree=medium_cycle&area=laboratory&m1=11&y1=2023"
LAWYER = "degree=foreign&area=organisation&m1=1&y1=2015"
QUALIFIED = "degree=master&field=health&area=clinic&m1=9&y1=2021"


@pytest.fixture
def programme():
    programme, _courses = make_whole_programme(office=make_office())
    make_requirement_set(programme)
    return programme


@pytest.fixture(autouse=True)
def in_danish():
    with override("da"):
        yield


def test_the_page_asks_what_the_rules_need_and_shows_the_rules(client, real_catalogue):
    page = text(client.get("/da/adgang/"))

    assert title(page) == "Tjek, om du kan søge – Master i Personlig Medicin"
    assert headings(page) == ["Tjek, om du kan søge"]
    for question in ["Hvad er din højeste afsluttede uddannelse?", "Hvilket område er din uddannelse inden for?"]:
        assert f"<legend>{question}" in page
    assert "Kun nødvendigt ved: Dansk kandidatgrad." in page
    assert "Kandidatgrad</h3>" in page
    assert "Nogle kan søge dispensation" in page
    assert "Der gives ikke dispensation" in page
    assert "Søg senest 1.\xa0maj 2027, 157 dage tilbage" in page
    assert "Version 1, gælder fra 1.\xa0januar 2021." in page
    assert 'class="errors"' not in page
    assert "noindex" not in page


def test_errors_stand_first_lead_to_their_controls_and_keep_what_was_typed(client, real_catalogue):
    page = text(client.get("/da/adgang/?area=clinic&m1=13&y1=2023&tm1=&ty1="))

    assert title(page).startswith("Fejl: Tjek, om du kan søge")
    summary = re.search(r'<div class="errors".*?</div>', page, re.S)[0]
    assert 'role="alert" tabindex="-1" autofocus aria-labelledby="errors-title"' in summary
    assert "To svar skal rettes</h2>" in summary
    links = re.findall(r'<a href="#(.*?)">(.*?)</a>', summary)
    assert links == [
        ("id_degree_0", "Vælg din højeste afsluttede uddannelse"),
        ("id_m1", "Startmåneden skal være et tal fra 1 til 12"),
    ]
    for target, _words in links:
        assert f'id="{target}"' in page
    assert page.index('class="errors"') < page.index("<h1")
    assert re.search(
        r'<input type="text" name="m1" value="13"[^>]* aria-invalid="true" aria-describedby="id_m1_error"', page
    )
    assert '<fieldset class="field bad" id="id_degree" aria-describedby="id_degree_error">' in page
    assert re.search(r'value="clinic" id="id_area_0" checked', page)
    assert "novalidate" in page
    assert "noindex" in page


def test_every_description_points_at_something_on_the_page(client, real_catalogue):
    page = text(client.get("/en/admission/?area=x&m1=13&tm1=5&m2=1"))

    described = " ".join(re.findall(r'aria-describedby="(.*?)"', page)).split()
    identifiers = re.findall(r' id="(.*?)"', page)
    assert described
    assert set(described) <= set(identifiers)
    assert len(identifiers) == len(set(identifiers))


def test_a_message_about_one_of_several_jobs_names_it(client, real_catalogue):
    page = text(client.get(f"/en/admission/?{DOCTOR}&tm1=8&ty1=2026&m2=13&y2=2026"))

    assert page.count("Job 2: The start month must be a number from 1 to 12") == 2


def test_another_job_gives_one_more_row_and_loses_nothing(client, real_catalogue):
    page = text(client.get("/da/adgang/?degree=master&area=data&m1=13&y1=20&rows=2"))

    assert 'class="errors"' not in page
    assert re.search(r'name="m1" value="13"', page)
    assert re.search(r'name="y1" value="20"', page)
    assert re.search(r'value="master" id="id_degree_0" checked', page)
    assert re.search(r'<fieldset id="job2"', page)
    assert 'name="rows" value="3" formaction="#job3"' in page
    assert page.index(">Se svaret<") < page.index('name="rows"')


def test_ten_jobs_are_enough(client, real_catalogue):
    assert 'name="rows"' not in text(client.get("/da/adgang/?rows=10"))


def test_the_answers_can_be_changed(client, real_catalogue):
    answer = text(client.get(f"/da/adgang/?{DOCTOR}"))
    address = unescape(re.search(r'href="(\?[^"]*edit=1)">Ret svarene', answer)[1])

    page = text(client.get(f"/da/adgang/{address}"))

    assert address == f"?{DOCTOR}&edit=1"
    assert headings(page) == ["Tjek, om du kan søge"]
    assert re.search(r'name="y1" value="2025"', page)
    assert 'class="errors"' not in page


def test_a_doctor_with_fourteen_months_of_work_that_goes_on_learns_the_day(client, real_catalogue):
    page = text(client.get(f"/da/adgang/?{DOCTOR}"))

    assert title(page) == "Du kan søge fra 1.\xa0september 2027 – Master i Personlig Medicin"
    assert headings(page) == ["Du kan søge fra 1.\xa0september 2027"]
    assert "Din første frist er derfor 1.\xa0maj 2028." in page
    assert "Du har 1 år og 8 måneder, talt til og med 30.\xa0april 2027. Kravet er 2 år." in page
    assert re.search(r'<svg class="counted" viewBox="0 0 24 1"[^>]*><rect width="20" height="1"/></svg>', page)
    assert "20 af 24 måneder" in page
    assert "Efter krav 2 i version 1, der gælder fra 1.\xa0januar 2021." in page
    assert re.search(rf'href="/da/skriv-mig-op/\?{re.escape(DOCTOR)}"', unescape(page))
    assert "Siden september 2025" in page
    assert "noindex" in page


def test_the_same_doctor_in_english(client, real_catalogue):
    page = text(client.get(f"/en/admission/?{DOCTOR}"))

    assert headings(page) == ["You can apply from 1\xa0September 2027"]
    assert "Your first deadline is then 1\xa0May 2028." in page
    assert "You have 1 year and 8 months, counted to the end of 30\xa0April 2027. 2 years are needed." in page


def test_a_bioanalyst_with_three_years_may_seek_dispensation(client, real_catalogue):
    danish = text(client.get(f"/da/adgang/?{BIOANALYST}"))
    english = text(client.get(f"/en/admission/?{BIOANALYST}"))

    assert headings(danish) == ["Du kan søge, hvis du også søger dispensation"]
    assert "Kandidatgrad</span>: Du kan søge dispensation" in danish
    assert "To års relevant erhvervserfaring</span>: Opfyldt" in danish
    assert "Søg med disse svar" in danish
    assert headings(english) == ["You can apply if you also ask for a dispensation"]
    assert "Apply by 1\xa0May 2027, 157 days left" in english


def test_a_lawyer_with_a_swedish_degree_is_sent_to_the_office(client, real_catalogue):
    danish = text(client.get(f"/da/adgang/?{LAWYER}"))
    english = text(client.get(f"/en/admission/?{LAWYER}"))

    assert headings(danish) == ["Sekretariatet skal vurdere din uddannelse"]
    assert '<a class="btn" href="mailto:master@sund.ku.dk">Skriv til sekretariatet</a>' in danish
    assert headings(english) == ["The office must assess your degree"]
    assert '<a class="btn" href="mailto:master@sund.ku.dk">Write to the office</a>' in english


def test_who_meets_the_requirements_may_apply(client, real_catalogue):
    page = text(client.get(f"/da/adgang/?{QUALIFIED}"))

    assert headings(page) == ["Ja, du kan søge"]
    assert "Søg senest 1.\xa0maj 2027, 157 dage tilbage" in page
    assert "Søg med disse svar" in page
    assert 'class="counted"' not in page


def test_dispensation_is_told_too_where_work_is_short(client, real_catalogue):
    page = text(client.get("/da/adgang/?degree=medium_cycle&area=laboratory&m1=9&y1=2025"))

    assert headings(page) == ["Du kan søge fra 1.\xa0september 2027"]
    assert "Du skal også søge dispensation fra kravet ”Kandidatgrad”." in page


def test_the_offices_part_is_told_too_where_work_is_short(client, real_catalogue):
    page = text(client.get("/en/admission/?degree=foreign&area=laboratory&m1=9&y1=2025"))

    assert headings(page) == ["You can apply from 1\xa0September 2027"]
    assert "The office must also assess how you meet the requirement “Master’s degree”." in page


def test_work_that_has_ended_too_soon_gives_no_day_but_ways(client, real_catalogue):
    page = text(client.get("/da/adgang/?degree=master&field=law&area=data&m1=9&y1=2020&tm1=8&ty1=2021"))

    assert headings(page) == ["Du kan ikke søge endnu"]
    assert "Sådan kan du opfylde kravene" in page
    assert "Læg flere ansættelser sammen." in page
    assert "Din første frist" not in page


def test_the_wrong_background_gets_ways_and_other_things_to_do(client, real_catalogue):
    page = text(client.get("/da/adgang/?degree=none&area=clinic&m1=1&y1=2010"))

    assert headings(page) == ["Du opfylder ikke uddannelseskravet"]
    assert "Tag en kandidatgrad inden for et af områderne." in page
    assert "Det er ikke afgjort, om et enkelt kursus har de samme adgangskrav." in page
    assert "Se kurserne" in page


def test_short_of_days_only_the_days_are_told(client, programme, frozen_clock):
    programme.deadline_month, programme.deadline_day = 5, 20
    programme.save()

    page = text(client.get("/en/admission/?degree=master&field=law&area=clinic&m1=6&y1=2025"))

    assert "You have 1 year, 11 months and 19 days, counted to the end of 19\xa0May 2027." in page


def test_a_day_beyond_a_working_life_names_no_deadline(client, programme):
    programme.requirement_sets.update(counting="share")

    page = text(client.get("/en/admission/?degree=master&field=law&area=clinic&m1=6&y1=2026&s1=1"))

    assert headings(page) == ["You can apply from 1\xa0June 2226"]
    assert "Your first deadline" not in page


def test_without_a_deadline_work_is_judged_today(client):
    programme, _courses = make_whole_programme(deadline_month=None, deadline_day=None)
    make_requirement_set(programme)

    page = text(client.get(f"/en/admission/?{QUALIFIED}"))

    assert headings(page) == ["Yes, you can apply"]
    assert "counted to the end of 24\xa0November 2026" in page
    assert "Not announced yet" in page


def test_without_an_address_of_the_office_the_way_leads_to_the_contacts(client):
    programme, _courses = make_whole_programme()
    make_requirement_set(programme)

    page = text(client.get("/en/admission/?degree=foreign&area=clinic&m1=1&y1=2015"))

    assert "mailto:" not in page
    assert '<a class="btn" href="/en/questions/">' in page


def test_a_course_is_judged_by_its_runs_deadline_where_it_has_the_same_rules(client, programme):
    course = a_course(programme, "same_set")
    make_run(course)

    page = text(client.get(f"/en/admission/?course={course.slug}&{DOCTOR}"))

    assert headings(page) == ["You can apply from 1\xa0September 2027"]
    assert "counted to the end of 3\xa0January 2027" in page
    assert "Your first deadline" not in page
    assert f'href="?course={course.slug}&amp;degree=master' in page


def test_the_courses_next_run_in_time_is_named(client, programme):
    course = a_course(programme, "same_set")
    make_run(course)
    make_run(course, starts_on=date(2028, 3, 1), ends_on=date(2028, 5, 1), is_example=True)

    page = text(client.get(f"/en/admission/?course={course.slug}&{DOCTOR}"))

    assert re.search(r'Your first deadline is then 5\xa0January 2028\.\s*<span class="eg">example</span>', page)


def test_a_course_may_have_a_set_of_its_own(client, programme):
    other = make_requirement_set(programme, version=2, starts_on=date(2030, 1, 1))
    other.requirements.filter(kind="work").delete()
    course = a_course(programme, "other_set", single_course_set=other)
    make_run(course)

    page = text(client.get(f"/en/admission/?course={course.slug}&degree=master&field=law"))

    assert headings(page) == ["Yes, you can apply"]
    assert "version 2" in page
    assert "Apply by 4\xa0January 2027, 40 days left" in page


def test_a_form_of_choices_alone_tells_an_empty_answer_from_a_first_visit(client, programme):
    other = make_requirement_set(programme, version=2)
    other.requirements.filter(kind="work").delete()

    first = text(client.get("/en/admission/"))
    assert '<input type="hidden" name="asked" value="1">' in first
    assert 'class="errors"' not in first
    assert "One answer needs attention" in text(client.get("/en/admission/?asked=1"))


def test_a_course_without_requirements_is_open_to_all(client, programme):
    course = a_course(programme, "no_requirements")
    make_run(course)

    page = text(client.get(f"/da/adgang/?course={course.slug}"))

    assert headings(page) == ["Kurset har ingen adgangskrav"]
    assert "Søg senest 4.\xa0januar 2027, 40 dage tilbage" in page
    assert f'href="/da/skriv-mig-op/?course={course.slug}"' in page


def test_where_it_is_not_settled_the_office_is_asked_and_never_yes_said(client, programme):
    course = a_course(programme, "ask_office")
    make_run(course)

    blank = text(client.get(f"/en/admission/?course={course.slug}"))
    answer = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert "It is not settled whether a single course has the same requirements" in blank
    assert f'<input type="hidden" name="course" value="{course.slug}">' in blank
    assert headings(answer) == ["Ask the office about this course"]
    assert "Yes, you can apply" not in answer
    assert "as guidance" in answer


def test_a_course_at_home_elsewhere_follows_no_rule_of_a_programme_it_stands_in(client, programme):
    course = a_course(programme, "same_set", home_programme=make_programme())

    page = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert headings(page) == ["Ask the office about this course"]


def test_a_course_is_left_aside_where_courses_cannot_be_taken_alone(client, programme):
    course = a_course(programme, "same_set")
    programme.single_courses = False
    programme.save()

    page = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert headings(page) == ["Yes, you can apply"]
    assert "The course in the address is not found here" in page
    assert "Just one course" not in page


def test_a_course_of_no_public_programme_is_left_aside(client, programme):
    course = make_course(home_programme=make_programme())

    page = text(client.get(f"/en/admission/?course={course.slug}&{QUALIFIED}"))

    assert headings(page) == ["Yes, you can apply"]
    assert "The course in the address is not found here" in page


@pytest.mark.parametrize("slug", ["unknown", "../x", "%00", "a" * 5000, "unpublished"])
def test_a_course_that_cannot_be_taken_is_left_aside_with_a_word(client, programme, slug):
    make_course(slug="unpublished", is_published=False)

    page = text(client.get(f"/da/adgang/?course={slug}&{QUALIFIED}"))

    assert headings(page) == ["Ja, du kan søge"]
    assert "Kurset i adressen findes ikke her" in page


def test_the_first_course_still_in_time_is_named_where_courses_have_the_same_rules(client, programme):
    programme.single_course_rule = "same_set"
    programme.save()
    course = make_course(home_programme=programme, title_en="Late course")
    make_run(course, starts_on=date(2027, 11, 1), ends_on=date(2027, 12, 1))
    early = make_course(home_programme=programme, title_en="Early course")
    make_run(early, starts_on=date(2027, 10, 1), ends_on=date(2027, 12, 1))

    page = text(client.get(f"/en/admission/?{DOCTOR}"))

    assert re.search(r"The first single course still in time:.*Late course</a>, deadline 6\xa0September 2027", page)
    assert "Early course" not in page


def test_a_site_with_several_programmes_asks_which(client, programme):
    second, _courses = make_whole_programme()
    make_requirement_set(second)

    asked = text(client.get("/en/admission/"))
    named = text(client.get(f"/en/admission/?programme={second.slug}&{QUALIFIED}"))

    assert headings(asked) == ["Which programme do you want to apply to?"]
    assert re.findall(r'href="/en/programmes/([^/]*)/admission/"', asked) == [programme.slug, second.slug]
    assert headings(named) == ["Yes, you can apply"]
    assert f'href="/en/keep-me-posted/?programme={second.slug}&amp;degree=master' in named
    assert headings(text(client.get("/en/admission/?programme=x"))) == headings(asked)


def test_rules_that_are_not_in_force_yet_are_said_to_be_unknown(client):
    programme, _courses = make_whole_programme(office=make_office())
    make_requirement_set(programme, starts_on=date(2027, 1, 1))

    page = text(client.get(f"/da/adgang/?{QUALIFIED}"))

    assert headings(page) == ["Adgangskravene er ikke oplyst endnu"]
    assert "mailto:office@example.org" in page


def test_a_site_without_programmes_still_answers(client):
    assert headings(text(client.get("/da/adgang/"))) == ["Adgangskravene er ikke oplyst endnu"]


@pytest.mark.parametrize("query", ["", QUALIFIED, "m1=13"])
def test_no_cookie_is_set_and_the_page_is_the_same_for_all(client, programme, query):
    client.cookies["sessionid"] = "x"

    response = client.get(f"/da/adgang/?{query}")

    assert response.status_code == 200
    assert "Set-Cookie" not in response.headers
    assert "sessionid" not in response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert response.headers["Cache-Control"] == "public, no-cache"
    assert "csrfmiddlewaretoken" not in text(response)


def test_nothing_can_be_sent(client, programme):
    assert client.post("/da/adgang/").status_code == 405
    assert client.head("/da/adgang/").status_code == 200


@pytest.mark.parametrize("query", ["", f"{QUALIFIED}&decl3=yes&decl4=yes&decl5=no"])
def test_the_queries_are_as_many_whatever_the_rules_hold(client, programme, query, django_assert_num_queries):
    client.get(f"/en/admission/?{query}")
    with django_assert_num_queries(QUERIES):
        client.get(f"/en/admission/?{query}")
    rows = programme.requirement_sets.get()
    for number in (3, 4, 5):
        row = rows.requirements.create(number=number, kind="declaration", title_da=f"Krav {number}")
        row.cases.create(number=1, outcome="met")
    programme.intakes.create(year=2029)
    client.get(f"/en/admission/?{query}")

    with django_assert_num_queries(QUERIES):
        client.get(f"/en/admission/?{query}")


def test_a_course_costs_two_queries_more_however_many_runs_it_has(client, programme, django_assert_num_queries):
    course = a_course(programme, "same_set")
    make_run(course)
    client.get("/en/admission/")
    with django_assert_num_queries(QUERIES + 2):
        client.get(f"/en/admission/?course={course.slug}&{DOCTOR}")
    make_run(course, starts_on=date(2027, 4, 1))
    make_run(course, starts_on=date(2028, 4, 1), ends_on=date(2028, 5, 1))
    client.get("/en/admission/")

    with django_assert_num_queries(QUERIES + 2):
        client.get(f"/en/admission/?course={course.slug}&{DOCTOR}")


HOSTILE = [
    "9" * 5000,
    "-1",
    "0",
    "00",
    "１２",
    "٣",
    "²",
    "\x00",
    "1\x00",
    "a" * 9999,
    "1e3",
    "0x1",
    "' or 1=1--",
    "<b>",
    "\ud800",
    " ",
    "\n",
]
NAMES = [
    "degree",
    "field",
    "area",
    "m1",
    "y1",
    "tm1",
    "ty1",
    "s1",
    "rows",
    "edit",
    "programme",
    "course",
    "asked",
    "decl4",
    "level_en",
    "m2",
    "m10",
]


@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: ascii(value[:12]))
def test_hostile_values_never_break_the_page(client, programme, value):
    value = quote(value.encode("utf-8", "surrogatepass"))
    for name in NAMES:
        assert client.get(f"/da/adgang/?{QUALIFIED}&{name}={value}").status_code == 200
        assert client.get(f"/en/admission/?{name}={value}&{name}={value}&{name}[]={value}").status_code == 200


def a_course(programme, rule, **over):
    programme.single_course_rule = rule
    programme.single_course_set = over.pop("single_course_set", None)
    programme.save()
    course = programme.entries.first().course
    for name, value in {"home_programme": programme, **over}.items():
        setattr(course, name, value)
    course.save()
    return course


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def title(page):
    return unescape(re.search(r"<title>(.*?)</title>", page)[1])


def headings(page):
    return [unescape(re.sub("<.*?>", "", found)) for found in re.findall(r"<h1.*?</h1>", page)]
