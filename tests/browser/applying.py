"""What applicants do in a browser, part by part, and what is looked at on the way."""

from playwright.sync_api import expect

from tests.browser.letters import link_in
from tests.browser.test_accessibility import violations, width_of


class Looks:
    """Looks at each step: axe finds nothing (where there is script to ask it), and it fits the smallest screen."""

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


def answer_education(page, words, degree, institution, country, language="Danish, Norwegian, Swedish or English"):
    open_part(page, words("Education"))
    answers = {"Name of the degree": degree, "University or institution": institution, "Country": country}
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
