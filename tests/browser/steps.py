"""What people do in a browser: sign in, read their mail, apply, go by keyboard."""

import email
import re
import time
from base64 import b32decode
from email import policy

from django.contrib.auth.models import User
from django.core.management import call_command
from django.urls import reverse
from django.utils.translation import override
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice
from playwright.sync_api import expect

from tests.browser.judges import violations, width_of


def sign_in(page, words, name, password):
    """Sign in with both factors.

    Whoever has no app yet is given one, and its code may be given again and again.
    """
    device, _is_new = TOTPDevice.objects.update_or_create(
        user=User.objects.get(username=name), confirmed=True, defaults={"name": "app", "last_t": -1}
    )
    page.goto("/admin/")
    give_password(page, words, name, password)
    give_code(page, words, code_of(device.bin_key))
    expect(page.get_by_role("button", name=words("Log out"))).to_be_visible()


def give_password(page, words, name, password):
    page.get_by_label(words.label("username")).fill(name)
    page.get_by_label(words.label("password")).fill(password)
    page.get_by_role("button", name=words("Log in"), exact=True).click()


def give_code(page, words, code):
    page.get_by_label(words("Code from the app, or a recovery code")).fill(code)
    page.get_by_role("button", name=words("Go on"), exact=True).click()


def key_on(page):
    """The key that somebody would type who cannot scan the picture."""
    return b32decode(page.locator("code.sign-in__key").inner_text().replace(" ", ""))


def code_of(key, later=0):
    """What an app with this key shows, now or some seconds later."""
    clock = TOTP(key)
    clock.time = time.time() + later
    return f"{clock.token():06}"


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


class Looks:
    """Looks at each step: axe, if script can ask it, finds nothing; small screens hold it."""

    def __init__(self, page, has_script=True):
        self.page, self.has_script = page, has_script

    def __call__(self, name):
        if self.has_script:
            size = self.page.viewport_size
            assert violations(self.page, name) == []
            self.page.set_viewport_size({"width": 320, "height": 640})
            assert width_of(self.page) <= 320, name
            self.page.set_viewport_size(size)


def open_from_the_mail(page, letter, words, look):
    page.goto(link_in(letter, "application_open", words))
    heading_is(page, words("Open your application"))
    look("open")
    press(page, words("Open"))


def done(words, number, of=8):
    return words.of(f"{number} af {of} dele er udfyldt", f"{number} of {of} parts are complete")


def open_part(page, name):
    page.locator(".tasks").get_by_role("link", name=name, exact=True).click()
    heading_is(page, name)


def answer_education(
    page, words, degree, institution, country, language="Danish, Norwegian, Swedish or English"
):
    open_part(page, words("Education"))
    answers = {
        "Name of the degree": degree,
        "University or institution": institution,
        "Country": country,
    }
    for label, answer in {**answers, "The year you finished": "2015"}.items():
        page.get_by_label(words(label), exact=True).fill(answer)
    page.get_by_label(words(language)).check()
    press(page, words("Save and go on"))


def write_down(page, words, part, text):
    open_part(page, words(part))
    page.get_by_role("textbox").fill(text)
    press(page, words("Save and go on"))


def attach(page, words, name, content, kind=""):
    if kind:
        page.get_by_label(words("What is it?")).select_option(label=words(kind))
    file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    page.get_by_label(words("Choose a file")).set_input_files(file)
    press(page, words("Send the file"))


def declare_and_send(page, words):
    open_part(page, words("Check and send"))
    page.get_by_label(words("I declare that my answers are true.")).check()
    press(page, words("Send the application"))


def press(page, text):
    page.get_by_role("main").get_by_role("button", name=text, exact=True).click()


def heading_is(page, text):
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


MOST_STOPS = 150


# What holds the focus, in words, and whether a person can tell: an outline of its own or
# of its label, all of it in the window, nothing over it, and further down in the
# document than the stop before.
LOOK = """() => {
  const here = document.activeElement;
  const before = window.stopBefore;
  window.stopBefore = here;
  // After the last control the focus leaves the page, or begins again with the first.
  if (!here || here === document.body || (before && here === window.firstStop)) return null;
  window.firstStop ??= here;
  const marked = [here, here.closest('label'), here.querySelector('.strip__text')].some(part => {
    if (!part) return false;
    const {outlineStyle, outlineWidth} = getComputedStyle(part);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const box = here.getBoundingClientRect();
  const inside = box.width > 0 && box.bottom > 0 && box.right > 0
    && box.top < window.innerHeight && box.left < window.innerWidth;
  const x = Math.min(Math.max((box.left + box.right) / 2, 1), window.innerWidth - 1);
  const y = Math.min(Math.max((box.top + box.bottom) / 2, 1), window.innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  return {
    name: here.outerHTML.replace(/\\s+/g, ' ').slice(0, 120),
    marked, inside, in_main: !!here.closest('main'),
    top: box.top + scrollY, bottom: box.bottom + scrollY,
    free: !!top && (here.contains(top) || top.contains(here)),
    forward: !before || !before.isConnected
      || !!(before.compareDocumentPosition(here) & Node.DOCUMENT_POSITION_FOLLOWING),
  };
}"""


def next_stop(page):
    """Press Tab once; give what has the focus then, or None after the last control of the page."""
    page.keyboard.press("Tab")
    stop = page.evaluate(LOOK)
    if stop:
        assert stop["marked"], f"The focus cannot be seen: {stop['name']}"
        assert stop["inside"], f"The focus lies outside the window: {stop['name']}"
        assert stop["free"], f"Something lies over the focus: {stop['name']}"
        assert stop["forward"], f"The focus jumps back: {stop['name']}"
    return stop


def begin_at(place):
    """Put the focus somewhere by other means than Tab; the next stop is reckoned from here."""
    place.focus()
    place.evaluate("it => { window.stopBefore = it; window.firstStop = null; }")


def tab_to(page, control):
    expect(control).to_have_count(1)
    for _ in range(MOST_STOPS):
        if next_stop(page) is None:
            break
        if control.evaluate("it => it === document.activeElement"):
            return
    raise AssertionError(f"Tab never reaches {control}")


def follow(page, link):
    """Go to a link or a button and press Enter, which opens another page."""
    tab_to(page, link)
    with page.expect_navigation():
        page.keyboard.press("Enter")


def choose(page, group, answer):
    """Go to a group of radio buttons and walk to the answer, an arrow key for each button."""
    radios = group.get_by_role("radio")
    tab_to(page, radios.first)
    page.keyboard.press("Space")
    for _ in range(radios.count() - 1):
        if answer.is_checked():
            break
        page.keyboard.press("ArrowDown")
    expect(answer).to_be_checked()
    expect(answer).to_be_focused()


def write(page, field, text):
    tab_to(page, field)
    page.keyboard.type(text)
    expect(field).to_have_value(text)
