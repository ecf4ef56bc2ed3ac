"""Treat a case from the command line, in a member of staff's name, until the desk has pages."""

from datetime import date

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from admissions.applications.services import erase_application
from admissions.desk import services
from admissions.domain.refusals import Refused
from admissions.domain.workflow import Actor
from admissions.models import Application
from admissions.text import refusal_phrases


def _begin(application, by, options):
    services.begin_review(application, by=by)


def _ask(application, by, options):
    services.request_information(application, by=by, text=options["text"], due_on=_day(options))


def _go_on(application, by, options):
    services.go_on_without(application, by=by)


def _offer(application, by, options):
    said = {name: options[name] for name in ("conditions", "text", "rules")}
    services.offer_place(application, by=by, reply_by=_day(options), **said)


def _wait(application, by, options):
    services.put_on_waiting_list(application, by=by, text=options["text"], rules=options["rules"])


def _refuse(application, by, options):
    services.refuse(application, by=by, reasons=options["text"], rules=options["rules"])


def _lapse(application, by, options):
    services.let_lapse(application, by=by)


def _reopen(application, by, options):
    services.reopen(application, by=by)


def _hold(application, by, options):
    services.hold(application, by=by)


def _release(application, by, options):
    services.release(application, by=by)


def _erase(application, by, options):
    erase_application(application, actor=Actor.STAFF, user=by)


VERBS = {
    "begin": _begin,
    "ask": _ask,
    "go-on": _go_on,
    "offer": _offer,
    "wait": _wait,
    "refuse": _refuse,
    "lapse": _lapse,
    "reopen": _reopen,
    "hold": _hold,
    "release": _release,
    "erase": _erase,
}


class Command(BaseCommand):
    help = (
        "Treat a case: begin, ask, go-on, offer, wait, refuse, lapse, reopen, hold, release, erase."
    )

    def add_arguments(self, parser):
        parser.add_argument("number", help="the case number, as on the applicant's page")
        parser.add_argument("verb", choices=VERBS)
        parser.add_argument(
            "--by", required=True, help="the user name of the member of staff who does it"
        )
        parser.add_argument(
            "--text", default="", help="the question, the reasons, or what else the letter says"
        )
        parser.add_argument(
            "--rules",
            default="",
            help="the rules applied, where the case was judged by no requirements",
        )
        parser.add_argument("--conditions", default="", help="the conditions of an offer")
        parser.add_argument(
            "--day", default="", help="by when the applicant is to answer, such as 2027-06-15"
        )

    def handle(self, *args, number, verb, by, **options):
        user = get_user_model().objects.filter(username=by, is_staff=True, is_active=True).first()
        if user is None:
            raise CommandError(f"No active member of staff is called {by}.")
        application = (
            Application.objects.select_related("programme").filter(reference=number.lower()).first()
        )
        if application is None:
            raise CommandError(f"There is no case {number}.")
        try:
            VERBS[verb](application, user, options)
        except Refused as refusal:
            raise CommandError(str(refusal_phrases.refusal(refusal.code))) from None
        self.stdout.write(f"{application.number}: {application.state}")


def _day(options):
    try:
        return date.fromisoformat(options["day"])
    except ValueError:
        raise CommandError(
            "Give the day by which the applicant is to answer: --day 2027-06-15"
        ) from None
