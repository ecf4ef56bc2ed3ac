import re
from datetime import date
from html import unescape
from urllib.parse import quote

import pytest
from django.utils.translation import override

from tests.admissions.eligibility.pages import (
    DOCTOR,
    QUALIFIED,
    QUERIES,
    headings,
    make_programme_with_rules,
    text,
)
from tests.makers import make_office, make_requirement_set, make_whole_programme

pytestmark = pytest.mark.django_db
BIOANALYST = "degree=medium_cycle&area=laboratory&m1=11&y1=2023"
LAWYER = "degree=foreign&area=organisation&m1=1&y1=2015"


@pytest.fixture
def programme():
    return make_programme_with_rules()


@pytest.fixture(autouse=True)
def in_danish():
    with override("da"):
        yield


def test_the_page_asks_what_the_rules_need_and_shows_the_rules(client, real_catalogue):
    page = text(client.get("/da/adgang/"))

    assert title(page) == "Tjek, om du kan søge – Master i Personlig Medicin"
    assert headings(page) == ["Tjek, om du kan søge"]
    for question in [
        "Hvad er din højeste afsluttede uddannelse?",
        "Hvilket område er din uddannelse inden for?",
    ]:
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
        r'<input type="text" name="m1" value="13"[^>]*'
        r' aria-invalid="true" aria-describedby="id_m1_error"',
        page,
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
    assert re.search(
        r'<svg class="counted" viewBox="0 0 24 1"[^>]*><rect width="20" height="1"/></svg>', page
    )
    assert "20 af 24 måneder" in page
    assert "Efter krav 2 i version 1, der gælder fra 1.\xa0januar 2021." in page
    assert re.search(rf'href="/da/skriv-mig-op/\?{re.escape(DOCTOR)}"', unescape(page))
    assert "Siden september 2025" in page
    assert "noindex" in page


def test_the_same_doctor_in_english(client, real_catalogue):
    page = text(client.get(f"/en/admission/?{DOCTOR}"))

    assert headings(page) == ["You can apply from 1\xa0September 2027"]
    assert "Your first deadline is then 1\xa0May 2028." in page
    assert (
        "You have 1 year and 8 months, counted to the end of 30\xa0April 2027. 2 years are needed."
        in page
    )


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
    page = text(
        client.get("/da/adgang/?degree=master&field=law&area=data&m1=9&y1=2020&tm1=8&ty1=2021")
    )

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


def test_a_form_of_choices_alone_tells_an_empty_answer_from_a_first_visit(client, programme):
    other = make_requirement_set(programme, version=2)
    other.requirements.filter(kind="work").delete()

    first = text(client.get("/en/admission/"))
    assert '<input type="hidden" name="asked" value="1">' in first
    assert 'class="errors"' not in first
    assert "One answer needs attention" in text(client.get("/en/admission/?asked=1"))


def test_a_site_with_several_programmes_asks_which(client, programme):
    second, _courses = make_whole_programme()
    make_requirement_set(second)

    asked = text(client.get("/en/admission/"))
    named = text(client.get(f"/en/admission/?programme={second.slug}&{QUALIFIED}"))

    assert headings(asked) == ["Which programme do you want to apply to?"]
    assert re.findall(r'href="/en/programmes/([^/]*)/admission/"', asked) == [
        programme.slug,
        second.slug,
    ]
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
def test_the_queries_are_as_many_whatever_the_rules_hold(
    client, programme, query, django_assert_num_queries
):
    client.get(f"/en/admission/?{query}")
    with django_assert_num_queries(QUERIES):
        client.get(f"/en/admission/?{query}")
    rows = programme.requirement_sets.get()
    for number in (3, 4, 5):
        row = rows.requirements.create(number=number, kind="declaration", title_da=f"Krav {number}")
        row.branches.create(number=1, outcome="met")
    programme.intakes.create(year=2029)
    client.get(f"/en/admission/?{query}")

    with django_assert_num_queries(QUERIES):
        client.get(f"/en/admission/?{query}")


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
        assert (
            client.get(f"/en/admission/?{name}={value}&{name}={value}&{name}[]={value}").status_code
            == 200
        )


def title(page):
    return unescape(re.search(r"<title>(.*?)</title>", page)[1])
