"""What looks at a page in a browser: axe, the width it takes, what it loads and complains of."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERY_RULE = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
OPEN_EVERYTHING = "document.querySelectorAll('details').forEach(part => { part.open = true; })"
# The admin's colours glide from one scheme to the other; half-way they have no contrast.
COME_TO_REST = "document.getAnimations().forEach(change => change.finish())"
# What Django's admin brings along and nobody here can name: the inner half of a searching field,
# which calls itself a text box, and the empty head above the names of rows.
DJANGO_S_OWN = [".select2-selection__rendered", "th.original"]
WAYS = ((390, "light"), (1440, "dark"))


def violations(page, name, without=()):
    """What axe finds, everything folded being open."""
    page.wait_for_load_state()
    page.evaluate(Axe().axe_script)
    page.evaluate(OPEN_EVERYTHING)
    found = []
    for width, scheme in WAYS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        page.evaluate(COME_TO_REST)
        results = page.evaluate(
            "([context, options]) => axe.run(context, options)",
            [{"exclude": [*without]}, EVERY_RULE],
        )
        for rule in results["violations"]:
            places = [" ".join(map(str, node["target"])) for node in rule["nodes"]]
            found.append(f"{name}, {width} px, {scheme}: {rule['id']} at {places}")
    return found


def width_of(page):
    """How wide the page is, in px, once its style sheet has come."""
    page.wait_for_load_state()
    return page.evaluate("document.documentElement.scrollWidth")


class Heard:
    """What a page asked for and complained of."""

    def __init__(self):
        self.requests = []
        self.complaints = []

    def say(self, said):
        # A page that is not there is told of by the browser too; that is no fault of the page.
        if said.type in ("error", "warning") and said.location["url"] != said.page.url:
            self.complaints.append(said.text)

    @property
    def addresses(self):
        return [request.url for request in self.requests]

    @property
    def hosts(self):
        return {
            urlsplit(address).netloc
            for address in self.addresses
            if not address.startswith("data:")
        }

    def sizes(self):
        """Path and size over the wire of every answer."""
        sizes = [(urlsplit(request.url).path, request.sizes()) for request in self.requests]
        return [
            (path, size["responseHeadersSize"], size["responseBodySize"]) for path, size in sizes
        ]


def listen(page):
    heard = Heard()
    page.on("request", lambda request: heard.requests.append(request))
    page.on("pageerror", lambda error: heard.complaints.append(str(error)))
    page.on("console", heard.say)
    return heard
