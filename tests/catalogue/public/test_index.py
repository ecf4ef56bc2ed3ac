from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.db import transaction

from catalogue.changes import version
from catalogue.changes.version import Changes, Part, Version, bump, changes_between, current_version
from catalogue.domain.curriculum import Kind
from catalogue.models import (
    CatalogueChange,
    Course,
    CourseRun,
    CurriculumEntry,
    Programme,
    TeachingDay,
)
from catalogue.models.viewing import PUBLIC, Viewing
from catalogue.public.course_list import course_list_on
from catalogue.public.index import current_index
from catalogue.public.preview_links import viewing_for
from catalogue.public.site import load_site
from tests.makers import (
    make_course,
    make_elective_group,
    make_office,
    make_programme,
    make_requirement_set,
    make_run,
    make_university,
    make_whole_programme,
)

pytestmark = pytest.mark.django_db


def courses_of(index):
    return {record.slug: record for record in index.courses.values()}


def test_every_edit_counts_the_version_up_once_it_has_been_read():
    before = current_version()

    university = make_university()
    after = current_version()
    again = current_version()
    university.delete()

    assert after.number == before.number + 1
    assert after == again
    assert current_version().number == after.number + 1


@pytest.mark.parametrize(
    "edit",
    [
        pytest.param(lambda programme, course, run: course.save(), id="a course"),
        pytest.param(lambda programme, course, run: run.delete(), id="a run that goes"),
        pytest.param(
            lambda programme, course, run: TeachingDay.objects.create(run=run, on=run.starts_on),
            id="a day",
        ),
        pytest.param(
            lambda programme, course, run: programme.partners.add(make_university()), id="a partner"
        ),
        pytest.param(
            lambda programme, course, run: programme.entries.first().delete(),
            id="a place in a programme",
        ),
        pytest.param(
            lambda programme, course, run: programme.voices.create(name="A", text_da="B"),
            id="a voice",
        ),
        pytest.param(
            lambda programme, course, run: bump(Part.COURSE, course.pk),
            id="what sends no signal, told by hand",
        ),
    ],
)
def test_whatever_visitors_see_counts(edit):
    programme, courses = make_whole_programme()
    run = make_run(courses[0])
    before = current_version()

    edit(programme, courses[0], run)

    assert current_version() != before


def test_an_edit_that_is_rolled_back_leaves_the_version_and_the_index_as_they_were():
    _programme, courses = make_whole_programme()
    before = current_index()

    with transaction.atomic():
        courses[0].slug = "another"
        courses[0].save()
        assert "another" in courses_of(current_index())
        transaction.set_rollback(True)

    assert current_version() == before.version
    assert "another" not in courses_of(current_index())

    courses[1].slug = "a-third"
    courses[1].save()
    assert "a-third" in courses_of(current_index())


def test_a_row_rolled_back_within_an_import_is_read_again_when_it_comes_a_second_time():
    _programme, courses = make_whole_programme()
    current_index()

    with transaction.atomic():
        courses[1].save()
        with transaction.atomic():
            courses[0].slug = "refused"
            courses[0].save()
            transaction.set_rollback(True)
        courses[0].slug = "taken"
        courses[0].save()

    assert {"taken", courses[1].slug} == set(courses_of(current_index()))


def test_of_a_changed_course_that_course_alone_is_read_again():
    _programme, courses = make_whole_programme()
    before = current_index()

    make_run(courses[0])
    after = current_index()

    assert after.courses[courses[1].pk] is before.courses[courses[1].pk]
    assert len(after.courses[courses[0].pk].runs) == 1
    assert after.programmes is before.programmes


def test_a_course_that_is_gone_is_gone_from_the_index():
    _programme, courses = make_whole_programme()
    lonely = make_course()
    current_index()

    lonely.delete()

    assert set(current_index().courses) == {course.pk for course in courses}


def test_a_programme_that_no_longer_adds_up_is_gone_at_once_and_back_when_it_does():
    _programme, courses = make_whole_programme()
    assert len(current_index().programmes) == 1

    courses[0].ects = Decimal(5)
    courses[0].save()
    assert current_index().programmes == ()

    courses[0].ects = Decimal("7.5")
    courses[0].save()
    assert len(current_index().programmes) == 1


def test_changes_are_told_by_what_they_are_of():
    programme, courses = make_whole_programme()
    start = current_version()

    courses[0].save()
    middle = current_version()
    make_run(courses[1])
    end = current_version()

    assert changes_between(start, middle) == Changes(courses={courses[0].pk})
    assert changes_between(start, end) == Changes(courses={courses[0].pk, courses[1].pk})
    programme.save()
    make_university()
    assert changes_between(end, current_version()) == Changes(
        programmes={programme.pk}, universities=True
    )
    bump()
    assert changes_between(end, current_version()) is None


def test_whoever_comes_from_another_history_reads_all_anew():
    _programme, courses = make_whole_programme()
    start = current_version()
    courses[0].save()

    assert changes_between(replace(start, token=None), current_version()) is None
    assert changes_between(Version(), current_version()) is None
    CatalogueChange.objects.filter(number=start.number).delete()
    assert changes_between(start, current_version()) is None


def test_old_changes_are_forgotten(monkeypatch):
    monkeypatch.setattr(version, "KEPT_CHANGES", 5)
    for _number in range(11):
        bump()
        current_version()

    kept = set(CatalogueChange.objects.values_list("number", flat=True))
    assert kept == set(range(current_version().number - 6, current_version().number + 1))


def test_update_sends_no_signal_and_shows_once_it_is_told():
    _programme, courses = make_whole_programme()
    current_index()

    Course.objects.filter(pk=courses[0].pk).update(title_da="Et andet navn")
    stale = current_index().courses[courses[0].pk].text.title_da
    bump(Part.COURSE, courses[0].pk)

    assert "andet" not in stale
    assert "andet" in current_index().courses[courses[0].pk].text.title_da


@pytest.mark.parametrize("number", [1, 3])
def test_reading_the_index_takes_the_same_queries_however_much_there_is(
    number, django_assert_num_queries
):
    for _ in range(number):
        programme, courses = make_whole_programme(home_university=make_university())
        programme.partners.add(make_university())
        make_run(courses[0], host=make_university())

    with django_assert_num_queries(10):
        index = current_index()
    with django_assert_num_queries(1):
        assert current_index() is index
    courses[0].save()
    with django_assert_num_queries(6):
        current_index()


def change(row, **values):
    for name, value in values.items():
        setattr(row, name, value)
    row.save()


EDITS = {
    "a course's host": lambda world: change(world.course, host=world.partner),
    "a course that is new": lambda world: make_course(world.programme, ects=Decimal(5)),
    "a run's day": lambda world: change(world.run, starts_on=date(2027, 9, 6), ends_on=None),
    "a programme's title": lambda world: change(
        world.programme, title_da="Master i andet", title_en=""
    ),
    "a programme's deadline rule": lambda world: change(world.programme, course_deadline_weeks=20),
    "a programme that is withdrawn": lambda world: change(world.programme, is_published=False),
    "a programme that goes": lambda world: world.other.delete(),
    "a partner": lambda world: world.programme.partners.add(world.partner),
    "a partner, from the other side": lambda world: world.partner.partner_programmes.add(
        world.programme
    ),
    "a place in a programme": lambda world: world.programme.entries.first().delete(),
    "a group of electives": lambda world: make_elective_group(world.programme),
    "a university's name": lambda world: change(world.host, name_da="Nyt navn", slug="new"),
    "a university that goes": lambda world: world.partner.delete(),
    "a contact's name": lambda world: change(world.course.coordinator, name_da="Kim Prøve"),
    "a voice": lambda world: world.programme.voices.create(name="A", text_da="B"),
    "rules": lambda world: make_requirement_set(world.programme),
    "an intake": lambda world: world.programme.intakes.create(year=2028),
}


@pytest.fixture
def world():
    host, partner = make_university(), make_university()
    programme, courses = make_whole_programme(home_university=host)
    other = make_programme(ects=Decimal("7.5"), course_deadline_weeks=3)
    CurriculumEntry.objects.create(programme=other, course=courses[0], kind=Kind.THESIS)
    change(courses[0], host=host, coordinator=make_office(), home_programme=programme)
    return SimpleNamespace(
        programme=programme,
        other=other,
        host=host,
        partner=partner,
        course=courses[0],
        run=make_run(courses[0]),
    )


def as_listed(index):
    """All that lists and searches of an index say, to be compared with another's."""
    listed = course_list_on(index, date(2026, 11, 25))
    rows = [{**plain(row), "record": plain(row.record)} for row in listed.rows]
    return [
        rows,
        [plain(each) for each in index.programmes],
        listed.having,
        index.universities,
        index.contacts,
    ]


def plain(record):
    return {name: getattr(record, name) for name in record.__slots__}


@pytest.mark.parametrize("edit", EDITS)
def test_what_is_read_again_after_an_edit_is_what_reading_all_anew_would_give(world, edit):
    as_listed(current_index())

    EDITS[edit](world)
    renewed = current_index()
    CatalogueChange.objects.all().delete()
    bump()
    anew = current_index()

    assert anew is not renewed
    assert as_listed(renewed) == as_listed(anew)


@pytest.mark.parametrize(
    ("edit", "queries"),
    [
        ("a voice", 4),
        ("an intake", 4),
        ("rules", 4),
        ("a contact's name", 6),
        ("a programme's title", 11),
    ],
)
def test_after_an_edit_no_more_is_read_than_it_changed(
    world, edit, queries, django_assert_num_queries
):
    listed = course_list_on(current_index(), date(2026, 11, 25))
    EDITS[edit](world)

    with django_assert_num_queries(queries):
        index = current_index()

    assert (course_list_on(index, listed.day) is listed) == (queries == 4)


def test_the_programmes_of_a_shared_course_are_read_together(django_assert_num_queries):
    programme, courses = make_whole_programme()
    for _ in range(3):
        other = make_programme(ects=Decimal("7.5"))
        CurriculumEntry.objects.create(programme=other, course=courses[0], kind=Kind.THESIS)
    site = load_site()

    with django_assert_num_queries(8):
        having = site.having(courses[0].pk)

    assert len(having) == 4
    assert having[0] == programme


# --- Previews -------------------------------------------------------------------------------------


def test_a_preview_of_a_programme_shows_it_with_its_draft_courses_and_their_runs():
    programme = make_programme(is_published=False, ects=Decimal(15))
    draft, public = make_course(programme, is_published=False), make_course(programme)
    make_run(draft, is_published=False)
    viewing = viewing_for(programme)

    assert current_index().programmes == ()
    index = current_index(viewing)

    assert [record.slug for record in index.programmes] == [programme.slug]
    assert {slug: record.is_shown for slug, record in courses_of(index).items()} == {
        draft.slug: True,
        public.slug: True,
    }
    assert len(index.courses[draft.pk].runs) == 1
    assert set(Course.objects.shown(viewing)) == {draft, public}
    assert CourseRun.objects.shown(viewing).count() == 1
    assert CourseRun.objects.shown(PUBLIC).count() == 0


def test_a_preview_of_a_programme_shows_it_though_it_does_not_add_up():
    programme = make_programme(is_published=False, ects=Decimal(60))

    assert len(current_index(Viewing(programmes=frozenset({programme.pk}))).programmes) == 1


def test_a_preview_of_a_course_shows_its_draft_runs_and_no_other_drafts():
    _programme, (first, _second) = make_whole_programme()
    course, other = make_course(is_published=False), make_course(is_published=False)
    make_run(course, is_published=False)
    make_run(first, is_published=False)
    viewing = Viewing(courses=frozenset({course.pk}))

    index = current_index(viewing)

    assert index.courses[course.pk].is_shown
    assert not index.courses[other.pk].is_shown
    assert [len(index.courses[found.pk].runs) for found in (course, first)] == [1, 0]
    assert other not in Course.objects.shown(viewing)
    assert [run.course for run in CourseRun.objects.shown(viewing)] == [course]


def test_a_previews_index_is_the_publics_but_for_its_drafts(world, django_assert_num_queries):
    draft = make_course(world.programme, is_published=False, ects=Decimal(5))
    make_run(draft, is_published=False)
    public = current_index()
    viewing = viewing_for(world.programme)

    with django_assert_num_queries(11):
        renewed = current_index(viewing)
    CatalogueChange.objects.all().delete()
    bump()

    assert renewed.courses[draft.pk].is_shown
    assert not public.courses[draft.pk].is_shown
    assert as_listed(renewed) == as_listed(current_index(viewing))


def test_what_a_preview_saw_and_was_rolled_back_is_not_read_from(
    world, django_assert_max_num_queries
):
    current_index()
    viewing = viewing_for(world.programme)
    for title in ("kladde et", "kladde to"):
        with transaction.atomic():
            change(world.course, title_da=title)
            # Reading all anew would take 14; the index kept of what was rolled back is of no use.
            with django_assert_max_num_queries(12):
                seen = current_index(viewing)
            assert seen.courses[world.course.pk].text.title_da == title
            transaction.set_rollback(True)


def test_another_day_is_the_same_index_with_another_list(frozen_clock):
    _programme, courses = make_whole_programme()
    run = make_run(courses[0])

    day = run.closes_on.replace(day=run.closes_on.day + 1)
    index = current_index(Viewing(day=day))

    assert index is current_index()
    assert course_list_on(index, run.closes_on).rows[0].facets["open"] == ("1",)
    assert course_list_on(index, day).rows[0].facets["open"] == ()


def test_what_a_shared_course_is_in_each_programme_is_known():
    first, courses = make_whole_programme(order=1)
    second = Programme.objects.get(pk=make_programme(order=2, ects=Decimal("7.5")).pk)
    CurriculumEntry.objects.create(programme=second, course=courses[0], kind=Kind.THESIS)

    index = current_index()

    assert [record.key for record in index.by_course[courses[0].pk]] == [first.pk, second.pk]
    assert index.programme(index.by_slug[second.slug]) == second
