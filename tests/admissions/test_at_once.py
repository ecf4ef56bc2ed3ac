"""Two at once for one last place, one draft, one case, one link: one of them, or both in turn."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from admissions.applications import replies, services
from admissions.applications.case import Case
from admissions.applications.documents import services as document_services
from admissions.applications.documents import uploads
from admissions.applications.places import recount_places
from admissions.desk import services as desk_services
from admissions.domain.documents import MOST_DOCUMENTS, DocumentKind
from admissions.domain.sections import Section
from admissions.domain.workflow import Actor
from admissions.eligibility.targets import target_of
from admissions.interest import services as interest_services
from admissions.models import (
    Answers,
    Application,
    CaseLetter,
    Document,
    Event,
    Interest,
    Letter,
)
from admissions.scheduled import news, reminders
from catalogue.changes.moved_dates import noting_moved_dates
from catalogue.models import CatalogueVersion, CourseRun, Intake
from tests.admissions.makers import (
    ANSWERS,
    make_application,
    make_caseworker,
    make_interest,
    make_sent_application,
)
from tests.at_once import at_once, races, somebody_else
from tests.makers import make_course, make_requirement_set, make_run, make_whole_programme
from tests.meanwhile import meanwhile

pytestmark = races
DUE = date(2026, 12, 9)
VERSION = CatalogueVersion._meta.db_table
ALONE = [each for each in ANSWERS if each != "choices"]


@pytest.fixture
def programme():
    found, _courses = make_whole_programme(years_min=2, years_max=6, single_courses=True)
    make_requirement_set(found)
    return found


@pytest.fixture
def karen():
    return make_caseworker()


@pytest.fixture(params=["run", "intake"])
def aim(request, programme):
    """What has places, and the columns of an application to it."""
    if request.param == "run":
        run = make_run(make_course(programme), places=1)
        return run, {"run": run, "parts": ALONE}
    return Intake.objects.create(programme=programme, year=2027, places=1), {"year": 2027}


def again(row):
    """The same row as another tab or another process has read it."""
    return type(row).objects.get(pk=row.pk)


def offering(case, by):
    return lambda: desk_services.offer_place(case, by=by, reply_by=DUE).kind


def declining(case):
    return lambda: replies.decline_place(case, reason="other").state


def saving(draft, version):
    data = {"name": f"after {version}"}
    return lambda: (
        services.save_part(
            draft, section=Section.ABOUT, data=data, is_complete=True, version=version
        ).version
    )


def sending(draft):
    today = timezone.localdate()
    case = Case(draft, target_of(draft, today), today)

    def send():
        return services.send_application(
            draft, target=case.target, sections=case.sections, background=case.background
        ).state

    return send


def attaching(case, content):
    file = uploads.Accepted("bevis.pdf", "pdf", content)
    return lambda: (
        document_services.attach(case, kind=DocumentKind.DIPLOMA, file=file, is_open=True).pk
    )


def of_each(*models):
    return [model.objects.count() for model in models]


# The last place


def test_of_two_offers_of_the_last_place_one_is_made_and_the_other_leaves_no_trace(
    programme, karen, aim
):
    row, over = aim
    first, second = [make_sent_application(programme, "under_review", **over) for _case in range(2)]

    ended = at_once(offering(first, karen), offering(second, make_caseworker("mette")))

    assert ended == ("letter_offer", "no_place_left")
    assert [again(case).state for case in (first, second)] == ["offered", "under_review"]
    assert again(row).places_taken == 1
    assert of_each(Event, CaseLetter, Letter) == [1, 1, 1]


def test_a_place_that_is_declined_can_be_offered_at_the_same_moment(programme, karen, aim):
    row, over = aim
    has_it, waits = [
        make_sent_application(programme, state, **over) for state in ("offered", "under_review")
    ]
    recount_places()

    ended = at_once(declining(has_it), offering(waits, karen))

    assert ended == ("declined", "letter_offer")
    assert again(row).places_taken == 1


def test_two_who_decline_at_once_free_both_places(programme, aim):
    row, over = aim
    first, second = [make_sent_application(programme, "offered", **over) for _case in range(2)]
    recount_places()
    assert again(row).places_taken == 2

    at_once(declining(first), declining(second))

    assert again(row).places_taken == 0


def test_places_are_counted_anew_with_the_offer_that_is_just_being_made(programme, karen, aim):
    row, over = aim
    case = make_sent_application(programme, "under_review", **over)
    type(row).objects.update(places_taken=1, places=3)
    make_sent_application(programme, "offered", **over)
    type(row).objects.update(places_taken=5)

    at_once(offering(case, karen), recount_places)

    assert again(row).places_taken == 2


def test_a_place_offered_while_an_editor_saves_the_run_leaves_neither_waiting_for_good(
    programme, karen
):
    run = make_run(make_course(programme), places=5)
    case = make_sent_application(programme, "under_review", run=run, parts=ALONE)

    def edit():
        with transaction.atomic():
            run.code = "F27"
            run.save(update_fields=["code"])

    with somebody_else() as other:
        with meanwhile(lambda: other.begin(edit), before=f'SELECT "{VERSION}"'):
            offering(case, karen)()
        other.ending()

    assert (again(run).code, again(run).places_taken) == ("F27", 1)


# The same case


def test_two_caseworkers_who_offer_one_applicant_a_place_offer_one(programme, karen):
    case = make_sent_application(programme, "under_review")
    double = again(case)

    ended = at_once(offering(case, karen), offering(double, make_caseworker("mette")))

    assert ended == ("letter_offer", "step_not_allowed")
    assert of_each(Event, CaseLetter, Letter) == [1, 1, 1]


def test_of_an_offer_accepted_and_declined_in_two_tabs_one_holds(programme, aim):
    row, over = aim
    case = make_sent_application(programme, "offered", **over)
    double = again(case)
    recount_places()

    ended = at_once(lambda: replies.accept_place(case).state, declining(double))

    assert ended == ("accepted", "step_not_allowed")
    assert again(row).places_taken == 1
    assert of_each(Event, Letter) == [1, 1]


def test_what_two_tabs_correct_at_once_is_corrected_in_turn_and_all_of_it_kept(programme):
    case = make_sent_application(programme)
    double = again(case)
    names = [{**ANSWERS["about"], "name": name} for name in ("Anna Gift", "Anna Skilt")]

    at_once(
        lambda: replies.correct_contact(case, data=names[0]),
        lambda: replies.correct_contact(double, data=names[1]),
    )

    row = Answers.objects.get(section=Section.ABOUT)
    assert row.data == names[1]
    assert [each["answers"] for each in row.former] == [ANSWERS["about"], names[0]]


def test_erasure_asked_for_in_two_tabs_at_once_is_asked_once(programme):
    case = make_sent_application(programme)
    double = again(case)
    later = timezone.now() + timedelta(days=1)

    days = at_once(
        lambda: replies.ask_for_erasure(case), lambda: replies.ask_for_erasure(double, now=later)
    )

    assert days == (date(2026, 12, 25), date(2026, 12, 25))
    assert of_each(Event, Letter) == [1, 1]


def test_a_complaint_that_comes_at_the_moment_of_erasing_stops_it(programme, karen):
    case = make_sent_application(programme, "refused")
    double = again(case)

    _held, ended = at_once(
        lambda: desk_services.hold(case, by=karen),
        lambda: services.erase_application(double, actor=Actor.TIMER),
    )

    assert ended == "case_is_held"
    assert again(case).email
    assert Answers.objects.count() == len(ANSWERS)


def test_a_link_to_a_new_address_used_twice_at_once_changes_it_once(programme):
    case = make_sent_application(programme, new_email="ny@example.org")
    double = again(case)

    _changed, ended = at_once(
        lambda: replies.change_address(case), lambda: replies.change_address(double)
    )

    assert ended == "link_replaced"
    assert (again(case).email, again(case).link_issue) == ("ny@example.org", 2)
    assert of_each(Event, Letter) == [1, 1]


# The same draft


def test_a_form_sent_twice_at_once_begins_one_draft_with_one_letter(programme):
    facts = {"email": "anna@example.org", "language": "da", "form_key": "a", "year": 2027}

    def begin():
        return services.begin_application(programme=programme, **facts).pk

    first, second = at_once(begin, begin)

    assert first == second
    assert of_each(Application, Letter) == [1, 1]


@pytest.mark.parametrize(("parts", "version"), [((), 0), (("about",), 1)], ids=["new", "known"])
def test_of_two_tabs_that_save_a_part_at_once_one_is_told_that_it_was_changed(
    programme, parts, version
):
    draft = make_application(programme, parts)

    ended = at_once(saving(draft, version), saving(again(draft), version))

    assert ended == (version + 1, "changed_elsewhere")
    assert of_each(Answers) == [1]


def test_two_tabs_that_save_different_parts_at_once_save_both(programme):
    draft = make_application(programme)
    motive = {"motivation": "Fordi"}

    at_once(
        saving(draft, 0),
        lambda: services.save_part(
            draft, section=Section.MOTIVATION, data=motive, is_complete=True, version=0
        ),
    )

    assert sorted(Answers.objects.values_list("section", flat=True)) == ["about", "motivation"]


def test_a_draft_sent_twice_at_once_is_sent_once(programme):
    draft = make_sent_application(programme, "draft")

    ended = at_once(sending(draft), sending(again(draft)))

    assert ended == ("submitted", "not_a_draft")
    assert of_each(Event, Letter) == [1, 1]


def test_a_part_saved_at_the_moment_of_sending_is_refused(programme):
    draft = make_sent_application(programme, "draft")

    ended = at_once(sending(draft), saving(again(draft), 1))

    assert ended == ("submitted", "not_a_draft")
    assert Answers.objects.get(section=Section.ABOUT).data == ANSWERS["about"]


def test_a_draft_sent_at_the_moment_of_saving_is_not_sent(programme):
    draft = make_sent_application(
        programme, "draft", touched_at=timezone.now() - timedelta(hours=1)
    )

    ended = at_once(saving(draft, 1), sending(again(draft)))

    assert ended == (2, "answers_changed")
    assert of_each(Event, Letter) == [0, 0]


def test_of_two_drafts_of_one_address_to_one_target_one_is_sent(programme):
    first, second = [
        make_sent_application(programme, "draft", email="anna@example.org") for _draft in range(2)
    ]

    ended = at_once(sending(first), sending(second))

    assert ended == ("submitted", "sent_before")
    assert again(second).state == "draft"
    assert of_each(Event, Letter) == [1, 1]


def test_of_two_files_sent_at_once_the_second_is_counted_with_the_first(programme):
    draft = make_application(programme)
    for number in range(MOST_DOCUMENTS - 1):
        attaching(draft, b"%PDF-" + bytes([number]))()

    _kept, ended = at_once(attaching(draft, b"%PDF-a"), attaching(again(draft), b"%PDF-b"))

    assert ended == "too_many_documents"
    assert of_each(Document) == [MOST_DOCUMENTS]


def test_a_file_sent_twice_at_once_is_kept_once(programme):
    draft = make_application(programme)

    first, second = at_once(attaching(draft, b"%PDF-a"), attaching(again(draft), b"%PDF-a"))

    assert first == second
    assert of_each(Document) == [1]


def test_two_timers_that_remind_of_a_draft_at_once_remind_once(programme):
    draft = make_application(programme, confirmed_at=timezone.now())

    def remind():
        return reminders.remind_draft(draft, DUE, timezone.now())

    assert at_once(remind, remind) == (True, False)
    assert of_each(Letter) == [1]


# The same address


def test_a_link_that_confirms_an_interest_used_twice_at_once_confirms_it_once(programme):
    interest = make_interest(programme)
    double = again(interest)

    _confirmed, ended = at_once(
        lambda: interest_services.confirm_interest(interest),
        lambda: interest_services.confirm_interest(double),
    )

    assert ended == "already_confirmed"
    assert of_each(Interest, Letter) == [1, 1]


def test_of_two_links_of_one_address_confirmed_at_once_the_last_stands_alone(programme):
    first, second = [make_interest(programme, email="anna@example.org") for _form in range(2)]

    at_once(
        lambda: interest_services.confirm_interest(first),
        lambda: interest_services.confirm_interest(second),
    )

    assert list(Interest.objects.confirmed()) == [second]


def test_whoever_is_just_being_told_by_one_process_is_passed_over_by_the_other(programme):
    asked = timezone.now() - timedelta(days=1)
    make_interest(programme, created_at=asked, confirmed_at=asked)
    run = make_run(programme.entries.first().course)
    with noting_moved_dates():
        CourseRun.objects.filter(pk=run.pk).update(starts_on=date(2027, 3, 8))

    def tell():
        return news.tell_news(now=timezone.now() + timedelta(hours=1))

    with somebody_else() as other:
        with transaction.atomic():
            told = tell()
            other.begin(tell)

        assert not other.has_waited
        assert (told, other.ending()) == (1, 0)
    assert of_each(Letter) == [1]
