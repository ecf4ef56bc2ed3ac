"""Each letter, what is in it and what is not; and the outbox, which sends each letter once."""

import email
import email.policy
import os
import signal
import threading
from datetime import timedelta

import pytest
from django.core import mail as sent_mail
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection
from django.utils import timezone

from admissions.mail import interest_mails, outbox, signed_links
from admissions.models import Interest, Letter
from tests.admissions.makers import make_interest, make_letter
from tests.makers import make_office, make_whole_programme


@pytest.fixture
def interest(db):
    programme = make_whole_programme(
        title_da="Master i A & B's", title_en="Master of A & B's", office=make_office()
    )[0]
    return make_interest(programme, name="Anna <b>Prøve</b>", message="buy now http://spam.example")


def written(letter):
    return letter.subject, letter.text, letter.html


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_letter_that_asks_to_confirm_names_the_action_and_the_day(interest):
    subject, text, html = written(interest_mails.ask_to_confirm(interest))

    assert subject == "Bekræft senest 27. november 2026, at du vil høre nyt om Master i A & B's"
    assert "Åbn linket, og tryk på knappen senest 27. november 2026 kl. 10.00:" in plain(text)
    assert signed_links.confirm_url(interest) in text
    assert f'href="{signed_links.confirm_url(interest)}"' in html


def test_the_letter_to_a_known_address_says_that_nothing_changes_by_itself(interest):
    interest.language = "en"

    subject, text, html = written(interest_mails.ask_to_confirm_again(interest))

    assert subject == "Confirm by 27 November 2026 your new answers about Master of A & B's"
    assert "You are already on the list for news of Master of A & B's" in text
    assert "If you do nothing, everything stays as it was" in text
    assert signed_links.confirm_url(interest) in text
    assert signed_links.confirm_url(interest) in html


def test_the_letter_after_confirming_says_until_when(interest):
    subject, text, _html = written(interest_mails.interest_confirmed(interest))

    assert subject == "Du er skrevet op til og med 25. maj 2028: Master i A & B's"
    assert "Det slutter af sig selv 25. maj 2028, 18 måneder efter" in plain(text)
    assert "bekraeft" not in text


ALL_LETTERS = [
    interest_mails.ask_to_confirm,
    interest_mails.ask_to_confirm_again,
    interest_mails.interest_confirmed,
]


@pytest.mark.parametrize("language", ["da", "en"])
@pytest.mark.parametrize("letter", ALL_LETTERS, ids=lambda letter: letter.__name__)
def test_every_letter_says_why_it_came_how_to_stop_and_whom_to_write_to(
    interest, letter, language, settings
):
    settings.SITE_URL = "https://master.example.org"
    interest.language = language

    found = letter(interest)

    assert found.language == language
    for text in (found.text, found.html):
        assert signed_links.stop_url(interest) in text
        assert f"https://master.example.org/{language}/priva" in text
        assert "office@example.org" in text
        assert "http://" not in text
    assert f'<html lang="{language}">' in found.html
    assert "A &amp; B" in found.html
    assert "A & B's" in found.text
    assert "&#x27;" not in found.text


@pytest.mark.parametrize("letter", ALL_LETTERS, ids=lambda letter: letter.__name__)
def test_no_letter_repeats_what_was_typed_or_tells_anything_confidential(interest, letter):
    interest.background = {"answers": "degree=master"}
    interest.assessment = {"outcome": "meets"}

    everything = "".join(written(letter(interest)))

    for word in ("Anna", "spam", "buy now", "degree", "meets", "Payer", "betaler"):
        assert word not in everything


def test_a_letter_without_an_office_names_no_address(interest, settings):
    settings.CONTACT_EMAIL = ""
    interest.programme.office = None

    letter = interest_mails.ask_to_confirm(interest)

    assert "Skriv til os" not in letter.text + letter.html


def test_a_line_break_in_a_title_makes_no_header(interest, mailoutbox, settings):
    interest.programme.title_da = "Master\r\nBcc: everybody@example.org"
    interest.programme.save()
    interest_mails.ask_to_confirm(interest)

    assert outbox.deliver() == 1

    message = mailoutbox[0].message()
    assert message["Bcc"] is None
    assert "Master Bcc: everybody@example.org" in mailoutbox[0].subject


def test_a_line_break_in_a_stored_subject_or_address_is_a_failed_try_and_no_header(
    interest, mailoutbox
):
    make_letter(interest, subject="Hello\nBcc: everybody@example.org")
    make_letter(interest, to="a@example.org\nBcc: everybody@example.org")

    assert outbox.deliver() == 0

    assert mailoutbox == []
    assert [letter.state for letter in Letter.objects.all()] == ["queued", "queued"]
    assert all(
        "BadHeaderError" in letter.error or "ValueError" in letter.error
        for letter in Letter.objects.all()
    )


def test_delivering_sends_what_is_due_once(interest, mailoutbox):
    make_letter(interest, subject="Now")
    make_letter(interest, subject="Later", send_after=timezone.now() + timedelta(seconds=1))
    for state in ("sending", "sent", "failed"):
        make_letter(interest, subject=state, state=state, claimed_at=timezone.now())

    assert (outbox.deliver(), outbox.deliver()) == (1, 0)

    assert [message.subject for message in mailoutbox] == ["Now"]
    sent = Letter.objects.get(subject="Now")
    assert (sent.state, sent.sent_at, sent.attempts, sent.error) == ("sent", timezone.now(), 1, "")


def test_a_message_has_both_forms_and_the_headers_of_one_click_stop(interest, mailoutbox):
    interest_mails.ask_to_confirm(interest)

    outbox.deliver()

    message = mailoutbox[0]
    stop = signed_links.stop_url(interest)
    assert message.to == [interest.email]
    assert message.reply_to == ["office@example.org"]
    assert message.extra_headers["List-Unsubscribe"] == f"<{stop}>"
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert message.extra_headers["Content-Language"] == "da"
    assert [kind for _words, kind in message.alternatives] == ["text/html"]
    assert f"List-Unsubscribe: \n <{stop}>\n".encode() in message.message().as_bytes()


def test_a_letter_sent_twice_has_one_and_the_same_id(interest, mailoutbox):
    make_letter(interest)
    outbox.deliver()
    Letter.objects.update(state="queued")
    outbox.deliver()
    make_letter(interest)
    outbox.deliver()

    first, again, other = (message.extra_headers["Message-ID"] for message in mailoutbox)
    assert first == again != other


def test_a_letter_that_another_process_claimed_between_reading_and_sending_is_left(
    interest, mailoutbox
):
    make_letter(interest)
    read = Letter.objects.waiting(timezone.now()).get()
    Letter.objects.update(state="sending", claimed_at=timezone.now())

    assert outbox.send(read, timezone.now()) is False

    assert mailoutbox == []
    assert Letter.objects.get().attempts == 0


def test_a_letter_stopped_between_reading_and_sending_is_not_sent(interest, mailoutbox):
    make_letter(interest)
    read = Letter.objects.waiting(timezone.now()).get()
    Interest.objects.all().delete()

    assert outbox.send(read, timezone.now()) is False
    assert mailoutbox == []


def test_what_stands_in_the_row_when_it_is_claimed_is_what_is_sent(interest, mailoutbox):
    make_letter(interest, to="old@example.org")
    read = Letter.objects.waiting(timezone.now()).get()
    Letter.objects.update(to="new@example.org")

    outbox.send(read, timezone.now())

    assert mailoutbox[0].to == ["new@example.org"]


@pytest.mark.parametrize(
    ("age", "is_released"), [(timedelta(hours=1), False), (timedelta(hours=1, seconds=1), True)]
)
def test_a_letter_stuck_in_sending_for_an_hour_is_sent(interest, mailoutbox, age, is_released):
    make_letter(interest, state="sending", claimed_at=timezone.now() - age, attempts=1)

    assert outbox.deliver() == int(is_released)
    assert len(mailoutbox) == int(is_released)


class NoServer:
    """A mail server that is down, as Django's setting takes it."""

    def __init__(self, *args, **kwargs):
        self.fails = True

    def send_messages(self, messages):
        raise OSError(f"no answer for {messages[0].to[0]}\nsecond line")


@pytest.fixture
def no_server(settings):
    settings.EMAIL_BACKEND = "tests.admissions.mail.test_outbox.NoServer"


def test_a_failed_try_is_repeated_later_and_later_and_then_given_up_with_the_reason(
    interest, no_server, frozen_clock
):
    make_letter(interest)

    waits = []
    for _try in range(5):
        before = timezone.now()
        assert outbox.deliver() == 0
        letter = Letter.objects.get()
        assert letter.state == "queued"
        waits.append(letter.send_after - before)
        frozen_clock.move_to(letter.send_after - timedelta(seconds=1))
        assert outbox.deliver() == 0
        assert Letter.objects.get().attempts == letter.attempts
        frozen_clock.move_to(letter.send_after)
    outbox.deliver()

    letter = Letter.objects.get()
    assert waits == list(outbox.RETRY_AFTER)
    assert (letter.state, letter.attempts) == ("failed", 6)
    assert letter.error == f"OSError: no answer for {interest.email} second line"


def test_one_bad_letter_does_not_keep_the_others(interest, mailoutbox):
    make_letter(interest, subject="Bad\nheader")
    make_letter(interest, subject="Good")

    assert outbox.deliver() == 1
    assert [message.subject for message in mailoutbox] == ["Good"]


def test_the_log_of_a_failed_letter_names_nobody(interest, no_server, caplog, monkeypatch):
    monkeypatch.setattr(outbox.logger, "propagate", True)
    monkeypatch.setattr(outbox.logger.parent, "propagate", True)
    make_letter(interest)

    outbox.deliver()

    record = caplog.records[0]
    assert (record.message, record.reason, record.kind) == (
        "letter not sent",
        "OSError",
        "confirm_interest",
    )
    assert interest.email not in str(record.__dict__)


def test_the_mail_that_leaves_is_readable_by_another_library(interest, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    interest_mails.ask_to_confirm(interest)

    call_command("deliver_mail")

    (path,) = (tmp_path / "mail").iterdir()
    raw = path.read_bytes().split(b"\n" + b"-" * 79)[0]
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert (
        message["Subject"].strip()
        == "Bekræft senest 27. november 2026, at du vil høre nyt om Master i A & B's"
    )
    assert signed_links.confirm_url(interest) in message.get_body(("plain",)).get_content()
    assert signed_links.confirm_url(interest) in message.get_body(("html",)).get_content()


def test_the_command_says_how_many_went_out(interest, capsys):
    make_letter(interest)

    call_command("deliver_mail")
    call_command("deliver_mail")

    assert capsys.readouterr().out == "Letters sent: 1\n"
    assert len(sent_mail.outbox) == 1


def test_the_command_goes_on_until_it_is_told_to_stop(transactional_db, interest, mailoutbox):
    make_letter(interest)
    before = signal.getsignal(signal.SIGTERM)
    timer = threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGTERM])
    timer.start()

    call_command("deliver_mail", every=0.05)

    timer.join()
    assert len(mailoutbox) == 1
    assert signal.getsignal(signal.SIGTERM) is before


def test_the_command_goes_on_when_the_database_is_away_for_a_while(
    transactional_db, interest, mailoutbox, capsys
):
    make_letter(interest)
    failures = []

    def away_at_first(execute, sql, params, many, context):
        if not failures:
            failures.append(sql)
            raise OperationalError("away")
        return execute(sql, params, many, context)

    timer = threading.Timer(0.5, os.kill, [os.getpid(), signal.SIGTERM])
    timer.start()
    with connection.execute_wrapper(away_at_first):
        call_command("deliver_mail", every=0.05)

    timer.join()
    assert (
        capsys.readouterr().err
        == "The letters wait, the database does not answer: OperationalError\n"
    )
    assert len(mailoutbox) == 1


@pytest.mark.parametrize("seconds", [0, -1])
def test_the_command_refuses_a_pause_of_nothing(db, seconds):
    with pytest.raises(CommandError, match="above 0"):
        call_command("deliver_mail", every=seconds)
