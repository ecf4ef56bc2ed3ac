"""The mails that went out during a test, and the pages their links lead to."""

import email
import re
from email import policy

from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override


def address_of(name, words, *args):
    with override(words.language):
        return reverse(f"admissions:{name}", args=args)


def the_letter(mailbox, to):
    """Deliver what waits; read the one letter and take it out of the box."""
    call_command("deliver_mail", verbosity=0)
    (file,) = mailbox.iterdir()
    letter = email.message_from_bytes(file.read_bytes(), policy=policy.default)
    file.unlink()
    assert letter["To"] == to
    return letter


def link_in(letter, name, words):
    """The address in the letter that leads to the page of this name."""
    path = address_of(name, words, "x").removesuffix("x/")
    text = letter.get_body(preferencelist=("plain",)).get_content()
    (address,) = [found for found in re.findall(r"http://\S+", text) if path in found]
    assert address in letter.get_body(preferencelist=("html",)).get_content()
    return address
