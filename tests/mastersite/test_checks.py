from datetime import date, timedelta

import pytest
from django.core.checks import registry

from mastersite.checks import accessibility_statement_is_reviewed, site_is_not_a_demo

TODAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("reviewed", "told"),
    [
        pytest.param(TODAY, [], id="today"),
        pytest.param(TODAY - timedelta(days=365), [], id="a year ago"),
        pytest.param(TODAY - timedelta(days=366), ["mastersite.W001"], id="a year and a day ago"),
        pytest.param(None, [], id="never, in a demo"),
    ],
)
def test_an_accessibility_statement_is_reviewed_every_year(settings, reviewed, told):
    settings.ACCESSIBILITY_REVIEWED_ON = reviewed

    assert [warning.id for warning in accessibility_statement_is_reviewed(None)] == told


@pytest.mark.parametrize(("demo", "told"), [(True, ["mastersite.W002"]), (False, [])])
def test_a_demo_is_told_of(settings, demo, told):
    settings.DEMO = demo

    assert [warning.id for warning in site_is_not_a_demo(None)] == told


def test_the_checks_are_run_on_deployment_alone():
    own = {accessibility_statement_is_reviewed, site_is_not_a_demo}

    assert own <= set(registry.registry.get_checks(include_deployment_checks=True))
    assert not own & set(registry.registry.get_checks())
