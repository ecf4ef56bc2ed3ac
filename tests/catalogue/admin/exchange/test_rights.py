"""Who may take the catalogue out and bring it back, and what the log keeps of it."""

import logging

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.test import Client

from catalogue.admin.exchange.plan import planning
from catalogue.admin.exchange.resources import exchange_of
from catalogue.models import Course, CourseRun, TriedImport, University
from tests.admin_pages import list_of, signed_in, words_of
from tests.catalogue.admin.exchange.pages import (
    address,
    confirmed,
    exported,
    file_of,
    imported,
    table,
    tried,
)
from tests.makers import make_course, make_office, make_run, make_university

pytestmark = pytest.mark.django_db

MODELS = [Course, CourseRun]


@pytest.mark.parametrize("page", ["import", "import_confirm", "export"])
@pytest.mark.parametrize("model", MODELS)
def test_nobody_is_sent_to_the_login_the_auditor_is_refused_an_editor_may(model, page):
    university = make_university()
    make_run(make_course(host=university))
    method = "post" if page == "import_confirm" else "get"
    path = address(model, page)

    nobody = getattr(Client(), method)(path)
    auditor = getattr(signed_in("auditor"), method)(path)
    editor = getattr(signed_in("editor", university=university), method)(path)

    assert (nobody.status_code, nobody.headers["Location"]) == (302, f"/admin/login/?next={path}")
    assert auditor.status_code == 403
    assert editor.status_code == (302 if page == "import_confirm" else 200)


@pytest.mark.parametrize("model", MODELS)
def test_who_may_only_look_is_offered_neither_and_refused_both(model):
    make_run(make_course())
    client = signed_in("auditor")

    shown = words_of(client.get(list_of(model)))

    assert address(model, "export") not in shown
    assert address(model, "import") not in shown
    assert client.post(address(model, "export"), {"format": "semicolon"}).status_code == 403
    assert tried(client, model, b"slug\nx\n").status_code == 403
    assert client.post(address(model, "import_confirm")).status_code == 403


def test_an_editor_takes_out_their_own_alone():
    own, other = make_university(), make_university()
    mine, foreign = make_course(host=own), make_course(host=other)
    held_by_us, held_by_them = make_run(foreign, host=own), make_run(mine, host=other)
    make_course()
    client = signed_in("editor", university=own)

    assert [row["Address name"] for row in table(exported(client, Course))] == [mine.slug]
    assert [row["Permanent ID"] for row in table(exported(client, CourseRun))] == [
        str(held_by_us.uuid)
    ]
    chosen = client.post(
        address(CourseRun, "export"), {"format": "semicolon", "chosen": [held_by_them.pk]}
    )
    assert table(b"".join(chosen.streaming_content)) == []


def test_an_editors_file_changes_and_adds_their_own_alone_and_gives_nothing_away():
    own, other = make_university(slug="ku"), make_university(slug="au")
    kept, foreign, nobodys = make_course(host=own), make_course(host=other), make_course()
    client = signed_in("editor", university=own)

    def refused(**row):
        page = tried(client, Course, file_of([{"title_da": "x", "ects": "5", **row}]))
        return page.words if "wrong 1" in page.words else ""

    assert "You may not give this to another university." in refused(slug=kept.slug, host="au")
    assert "You may not give this to another university." in refused(slug=kept.slug, host="")
    assert "You may not change this." in refused(slug=foreign.slug, host="ku")
    assert "You may not change this." in refused(slug=nobodys.slug, host="ku")
    assert "You may only add what your own university hosts." in refused(slug="ny", host="au")
    assert "You may only add what your own university hosts." in refused(slug="ny", host="")
    assert refused(slug="ny", host="ku") == ""
    assert imported(
        client, Course, file_of([{"slug": kept.slug, "host": "ku", "title_da": "Ret", "ects": "5"}])
    ).words
    kept.refresh_from_db()
    assert (kept.title_da, kept.host) == ("Ret", own)


def test_an_editors_file_gives_no_run_away_and_touches_none_of_theirs():
    own, other = make_university(slug="ku"), make_university(slug="au")
    course, foreign = make_course(host=own), make_course(host=other)
    mine, theirs = make_run(course), make_run(foreign)
    client = signed_in("editor", university=own)

    given = tried(
        client, CourseRun, file_of([{"uuid": str(mine.uuid), "course": course.slug, "host": "au"}])
    )
    taken = tried(
        client,
        CourseRun,
        file_of([{"uuid": str(theirs.uuid), "course": foreign.slug, "host": "ku"}]),
    )
    added = tried(client, CourseRun, file_of([{"uuid": "", "course": foreign.slug, "host": ""}]))

    assert "You may not give this to another university." in given.words
    assert "There is no run of this ID" in taken.words
    assert "wrong 1" in added.words


def planned(model, rows, may):
    *_steps, (plan, _done) = planning(exchange_of(model), may, "a.csv", file_of(rows))
    return {row.number: [refusal.words for refusal in row.refusals] for row in plan.rows}


def test_rows_of_another_university_and_rows_given_to_one_are_refused():
    own, other = make_university(slug="ku"), make_university(slug="au")
    kept, foreign = make_course(host=own), make_course(host=other)
    rows = [
        {"slug": kept.slug, "host": "au", "title_da": "x", "ects": "5"},
        {"slug": foreign.slug, "host": "ku", "title_da": "x", "ects": "5"},
        {"slug": "egen", "host": "ku", "title_da": "x", "ects": "5"},
        {"slug": "fremmed", "host": "au", "title_da": "x", "ects": "5"},
        {"slug": "uden", "host": "", "title_da": "x", "ects": "5"},
    ]

    def may(verb, thing):
        """As the rights answer: change is asked of the row as saved, keep of the row to be."""
        if verb == "keep":
            return thing.host == own
        if isinstance(thing, University):
            return thing == own
        return thing is Course or Course.objects.filter(pk=thing.pk, host=own).exists()

    assert planned(Course, rows, may) == {
        2: ["Du må ikke flytte det til et andet universitet."],
        3: ["Det må du ikke ændre."],
        4: [],
        5: ["Du må kun oprette det, som dit eget universitet udbyder."],
        6: ["Du må kun oprette det, som dit eget universitet udbyder."],
    }


def test_a_run_that_one_may_not_see_is_as_if_it_were_not_there():
    run = make_run(make_course(slug="kost"))

    refused = planned(
        CourseRun, [{"uuid": str(run.uuid), "course": "kost"}], lambda verb, thing: False
    )

    assert refused == {
        2: ["Der er intet hold med dette ID. Lad cellen stå tom, hvis holdet er nyt."]
    }


def test_a_file_that_somebody_else_tried_cannot_be_confirmed_nor_one_of_another_list():
    course = make_course(title_da="før")
    owner, other = signed_in(), signed_in("coordinator")
    reference = tried(
        owner, Course, file_of([{"slug": course.slug, "title_da": "efter"}])
    ).reference

    assert confirmed(other, Course, reference).status_code == 302
    assert confirmed(owner, CourseRun, reference).status_code == 302
    course.refresh_from_db()
    assert course.title_da == "før"
    assert TriedImport.objects.count() == 1


def test_rights_lost_since_the_file_was_tried_are_lost():
    own, other = make_university(), make_university()
    course = make_course(title_da="før", host=own)
    client = signed_in("editor", university=own)
    reference = tried(
        client, Course, file_of([{"slug": course.slug, "title_da": "efter"}])
    ).reference
    User.objects.get().staff_roles.update(university=other)

    assert "some rows are wrong by now" in confirmed(client, Course, reference).words
    course.refresh_from_db()
    assert course.title_da == "før"


def test_an_export_holds_what_the_list_shows_in_its_order():
    for title in ("Ål", "Ære", "Zoologi"):
        make_course(title_da=title, is_published=title != "Zoologi")
    client = signed_in()

    def titles(**query):
        return [row["Title in Danish"] for row in table(exported(client, Course, **query))]

    assert titles() == ["Zoologi", "Ære", "Ål"]
    assert titles(is_published__exact=1) == ["Ære", "Ål"]
    assert titles(q="zoo") == ["Zoologi"]
    assert titles(q="nothing") == []


def test_a_filter_that_is_none_leads_back_to_the_list():
    answer = signed_in().get(
        address(Course, "export"), {"ects__gt": "x", "is_published__exact": "x"}
    )

    assert answer.status_code in (302, 400)


def test_those_chosen_in_the_list_are_taken_out_alone():
    chosen, _other = make_course(title_da="Valgt"), make_course()
    client = signed_in()

    page = client.post(
        list_of(Course), {"action": "export_chosen", "_selected_action": [chosen.pk]}
    )
    shown = words_of(page)
    answer = client.post(
        address(Course, "export"), {"format": "semicolon", "chosen": [chosen.pk, "x", "9" * 30]}
    )

    assert "1 row is exported" in shown
    assert f'name="chosen" value="{chosen.pk}"' in shown
    assert [row["Title in Danish"] for row in table(b"".join(answer.streaming_content))] == [
        "Valgt"
    ]


def test_choosing_all_of_a_filtered_list_takes_all_of_it_out():
    for number in range(3):
        make_course(title_da=f"Kost {number}", title_en="")
    make_course()
    client = signed_in()

    page = client.post(
        f"{list_of(Course)}?q=kost",
        {"action": "export_chosen", "_selected_action": ["0"], "select_across": "1"},
    )

    assert "3 rows are exported" in words_of(page)
    assert f'action="{address(Course, "export")}?q=kost"' in words_of(page)


def test_a_course_found_twice_by_a_filter_stands_in_the_file_once():
    course = make_course()
    make_run(course), make_run(course)

    assert len(table(exported(signed_in(), Course, example="no"))) == 1


def test_an_unknown_format_is_refused_and_a_text_too_long_for_excel_is_told():
    course = make_course(title_da="Lang", content_da="x" * 32_768)
    client = signed_in()

    assert "Select a valid choice" in words_of(
        client.post(address(Course, "export"), {"format": "pdf"})
    )
    told = words_of(client.post(address(Course, "export"), {"format": "xlsx"}))
    assert f"No cell of Excel can hold “Content in Danish” of {course.slug}. Choose CSV." in told
    assert len(table(exported(client, Course))) == 1


def test_the_export_says_that_a_demo_takes_its_examples_along(settings):
    client = signed_in()

    assert "This is a demo: examples are exported too" in words_of(
        client.get(address(Course, "export"))
    )
    settings.EXPORT_EXAMPLES = False
    assert "Examples are left out" in words_of(client.get(address(Course, "export")))


def test_a_file_with_a_name_made_to_harm_is_an_attachment_with_the_sites_own_name():
    make_course()

    answer = signed_in().post(address(Course, "export"), {"format": "xlsx"})

    assert answer.headers["Content-Disposition"] == 'attachment; filename="courses-2026-11-25.xlsx"'
    answer.close()


def test_an_upload_that_is_too_large_or_missing_is_told_at_the_field(monkeypatch):
    monkeypatch.setattr("catalogue.admin.exchange.pages.LARGEST_FILE", 10)
    client = signed_in()

    assert "at most 20 MB and 10,000 rows" in words_of(client.get(address(Course, "import")))
    assert "This field is required." in words_of(client.post(address(Course, "import"), {}))
    assert "The file is larger than 20 MB" in tried(client, Course, b"slug\nxxxxxx\n").words
    assert "larger" not in tried(client, Course, b"slug\nxxxxx").words


def test_exports_and_imports_are_logged_with_who_what_and_how_many_and_nothing_of_the_contents(
    caplog, monkeypatch
):
    monkeypatch.setattr(logging.getLogger("mastersite"), "propagate", True)
    course = make_course(title_da="Kvalmosegaard")
    client = signed_in("coordinator")

    exported(client, Course, is_published__exact=1, q="kvalmosegaard")
    imported(
        client, Course, file_of([{"slug": course.slug, "title_da": "Hemmelig"}]), "mit navn.csv"
    )

    records = {
        record.message: record for record in caplog.records if record.name == "mastersite.audit"
    }
    out, back = records["catalogue exported"], records["catalogue imported"]
    assert (out.message, out.user, out.model, out.number, out.format) == (
        "catalogue exported",
        "coordinator--en",
        "course",
        1,
        "semicolon",
    )
    assert (out.filters, out.searched, out.chosen) == ({"is_published__exact": "1"}, True, False)
    assert (back.message, back.user, back.new, back.changed, back.unchanged) == (
        "catalogue imported",
        "coordinator--en",
        0,
        1,
        0,
    )
    for secret in ("kvalmosegaard", "Hemmelig", "mit navn"):
        assert secret not in f"{out.__dict__} {back.__dict__}"
    entries = list(LogEntry.objects.order_by("pk").values_list("user__username", "change_message"))
    assert entries == [
        ("coordinator--en", "Exported 1 row."),
        ("coordinator--en", "Imported mit navn.csv: 0 new, 1 changed."),
    ]


def test_a_file_chooses_nothing_that_the_form_does_not_offer():
    own, other = make_university(slug="ku"), make_university(slug="au")
    mine, theirs = make_course(host=own, slug="min"), make_course(host=other, slug="deres")
    foreign = make_office(slug="fremmed", university=other)
    editor = signed_in("editor", university=own)
    run = f"Permanent ID;Course;Host\n;{theirs.slug};ku\n"
    course = f"Slug;Coordinator\n{mine.slug};{foreign.slug}\n"

    for model, content in ((CourseRun, run), (Course, course)):
        answer = tried(editor, model, content.encode())

        assert answer.reference is None
        assert "Select a valid choice" in answer.words
    assert tried(signed_in("coordinator"), CourseRun, run.encode()).reference
    assert tried(signed_in("coordinator", language="da"), Course, course.encode()).reference
