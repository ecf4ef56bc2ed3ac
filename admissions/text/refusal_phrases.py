"""Why something was not done, and what to do: the words of every refusal."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _


def interest_refusal(code, retry_at=None):
    """Why a form without errors was not taken, and what to do; its answers still stand."""
    if code == "asked_too_often":
        clock = date_format(localtime(retry_at), "TIME_FORMAT")
        return _("We have been asked too often for now. Send the form again after %(clock)s.") % {
            "clock": clock
        }
    return {
        "too_fast": _(
            "The form came back faster than a person can fill it in. Look your answers over, "
            "and send it again."
        ),
        "stamp_missing": _(
            "Something of the form was lost on the way. Look your answers over, and send it again."
        ),
    }[code]


def refusal(code):
    """Why a service did not do what it was asked, and what to do."""
    return (_of_an_application() | _of_the_office() | _of_a_link_or_letter())[code]


def _of_an_application():
    """What stands against what an applicant does."""
    return {
        "changed_elsewhere": _(
            "This part was saved in another window meanwhile. What you wrote stands below "
            "and is not saved yet: save it again to let it replace the other."
        ),
        "mail_not_confirmed": _(
            "Open the link in the mail we sent you first: then we know that the address is yours. "
            "You come back here."
        ),
        "malware": _(
            "The malware scanner found something in the file, so it is not kept. Send another copy."
        ),
        "not_a_draft": _("The application is sent already."),
        "answers_changed": _(
            "Your answers were changed in another window. Read them through, and send again."
        ),
        "parts_missing": _(
            "Some parts are not complete yet. They are marked in the list of parts."
        ),
        "sent_before": _("An application from this address to the same target is with us already."),
        "step_not_allowed": _("That cannot be done any more; the case has gone on meanwhile."),
        "target_gone": _(
            "No date is announced to apply by. Your draft is kept; the office can tell you more."
        ),
        "too_early": _("Applications are not taken yet. Your draft is kept until they are."),
        "too_late_for_documents": _(
            "The deadline has passed, so nothing more can be attached. Write to the office."
        ),
        "too_many_documents": _(
            "There are ten documents already. Remove one before you send another."
        ),
        "too_late": _(
            "The deadline has passed. Your draft is kept; the office can tell you what is possible."
        ),
    }


def _of_the_office():
    """What stands against what the office does with a case."""
    return {
        "no_place_left": _(
            "No place is left; put the applicant on the waiting list, "
            "or raise the number of places."
        ),
        "day_is_past": _("The day has passed; choose one that lies ahead."),
        "day_is_ahead": _("The applicant may still answer; the day has not passed."),
        "text_missing": _("Write what it is about."),
        "reasons_missing": _("Write the reasons; a refusal without reasons is none."),
        "rules_missing": _(
            "The application was not judged by any requirements, so none can be named in a refusal."
        ),
        "complaint_guidance_missing": _(
            "Where complaints are sent is not set (MASTERSITE_COMPLAINTS_TO)."
        ),
        "case_is_held": _("A complaint runs, so nothing of the case is deleted."),
    }


def _of_a_link_or_letter():
    """Why a link does not work, or a letter is not sent again."""
    return {
        "already_confirmed": _("It is confirmed already."),
        "link_unknown": _("The link is not one of ours."),
        "link_expired": _("The link no longer works."),
        "link_replaced": _("A newer link has been sent."),
        "letter_emptied": _("The letter’s text has been deleted."),
        "letter_not_failed": _("Only a letter that has failed can be sent again."),
    }


def upload_refusal(code):
    """Why a file was not received, and what to do."""
    return {
        "missing": _("Choose a file"),
        "empty": _("The file is empty. Choose another"),
        "too_large": _(
            "The file is larger than 10 MB. Make it smaller, or divide it, and send it again"
        ),
        "cut_off": _("The file did not arrive whole. Send it again"),
        "cpr_in_name": _(
            "There is a civil registration number (CPR) in the name of the file: "
            "we do not need it and must not receive it here. "
            "Rename the file, and black the number out in the document too"
        ),
        "office_file": _(
            "Word files and the like cannot be received. Save it as PDF, and send that"
        ),
        "phone_picture": _(
            "This kind of picture cannot be received. Save it as JPG, and send that"
        ),
        "archive": _("Packed files cannot be received. Send the documents one at a time"),
        "unknown_kind": _("Send a PDF, a JPG or a PNG"),
        "other_kind": _(
            "The file holds something else than its name says. Send a PDF, a JPG or a PNG"
        ),
        "incomplete": _("The end of the file is missing. Save it anew, and send it again"),
        "damaged": _("The file cannot be read. Save it anew, and send it again"),
        "protected": _("The PDF is protected. Save it without protection, and send that"),
        "active": _(
            "The PDF holds a script, a form or other files. Print it to a new PDF, and send that"
        ),
        "too_complex": _(
            "The PDF is too large to be looked through. Print it to a new PDF, and send that"
        ),
        "too_many_pixels": _(
            "The picture has more than 60 million pixels. Make it smaller, and send it again"
        ),
    }[code]
