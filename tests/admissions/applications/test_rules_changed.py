"""Rules that change while somebody applies, or after: all is judged, and what is sent stays."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from admissions.applications import services
from admissions.applications.case import Case
from admissions.eligibility.targets import target_of
from admissions.models import Answers
from tests.admissions.applications.pages import make_master_of_practice, opened, page_url, text
from tests.admissions.makers import ANSWERS, code_of, make_application, make_sent_application
from tests.makers import make_course, make_requirement_set, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return make_master_of_practice()


def make_other_rules(programme):
    """A second version, in force since yesterday, without the field health and clinic work."""
    rules = make_requirement_set(
        programme, version=2, starts_on=timezone.localdate() - timedelta(days=1)
    )
    for requirement in rules.requirements.all():
        requirement.options.filter(code__in=["health", "clinic"]).delete()
    return rules


def case_of(application):
    day = timezone.localdate()
    return Case(application, target_of(application, day), day)


def test_a_background_that_the_new_rules_do_not_know_is_asked_for_again(client, programme):
    application = opened(client, make_application(programme, ANSWERS))
    assert "background" in case_of(application).complete
    make_other_rules(programme)

    case = case_of(application)
    page = text(client.get(page_url("application", application)))

    assert "background" not in case.complete
    assert "Ikke klar endnu" in page
    facts = {"target": case.target, "sections": case.sections, "background": case.background}
    assert code_of(services.send_application, application, **facts) == "parts_missing"


def test_what_is_sent_is_shown_as_it_was_when_the_rules_change(client, programme):
    application = make_sent_application(programme)
    for section, data in {**ANSWERS, "dispensation": {"grounds": "Fordi jeg kan."}}.items():
        Answers.objects.update_or_create(
            application=application, section=section, defaults={"data": data, "is_complete": True}
        )
    application.requirement_set = programme.requirement_sets.get()
    application.save()
    opened(client, application)
    before = text(client.get(page_url("case", application)))
    make_other_rules(programme)

    after = text(client.get(page_url("case", application)))

    assert "Clinic" in before
    assert "Clinic" in after
    assert "Fordi jeg kan." in after


def test_a_draft_is_never_carried_to_a_run_that_nobody_can_see(programme, frozen_clock):
    course = make_course(programme)
    application = make_application(
        programme, run=make_run(course, starts_on=date(2027, 1, 4), ends_on=date(2027, 2, 1))
    )
    make_run(course, starts_on=date(2027, 9, 6), ends_on=date(2027, 12, 1), is_published=False)

    assert case_of(application).next_target is None
    make_run(course, starts_on=date(2028, 3, 6), ends_on=date(2028, 6, 1))
    application.refresh_from_db()
    assert case_of(application).next_target.aim.starts_on == date(2028, 3, 6)
