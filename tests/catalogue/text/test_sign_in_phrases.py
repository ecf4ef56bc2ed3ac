"""What signing in says to people."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override

from catalogue.text import sign_in_phrases

# Ten in the morning in Copenhagen.
NOW = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wait", "words"),
    [
        pytest.param(timedelta(milliseconds=1), "in 1 second", id="less than a second"),
        pytest.param(timedelta(seconds=1), "in 1 second", id="a second"),
        pytest.param(timedelta(seconds=90), "in 90 seconds", id="90 seconds"),
        pytest.param(timedelta(seconds=90, milliseconds=1), "at 10:02", id="a little longer"),
        pytest.param(timedelta(seconds=120), "at 10:02", id="to the minute"),
        pytest.param(timedelta(seconds=121), "at 10:03", id="never too early"),
    ],
)
def test_a_short_wait_is_told_in_seconds_and_a_longer_one_as_a_time_of_day(wait, words):
    with override("en"):
        assert sign_in_phrases.when(NOW + wait, NOW) == words
