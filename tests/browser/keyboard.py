"""A visitor without a mouse: goes from control to control with Tab, sees where she is, and presses."""

from playwright.sync_api import expect

MOST_STOPS = 150

# What holds the focus, in words, and whether a person can tell: an outline of its own or of its label, all of it
# in the window, nothing over it, and further down in the document than the stop before.
LOOK = """() => {
  const here = document.activeElement;
  const before = window.stopBefore;
  window.stopBefore = here;
  // After the last control the focus leaves the page, or begins again with the first.
  if (!here || here === document.body || (before && here === window.firstStop)) return null;
  window.firstStop ??= here;
  const marked = [here, here.closest('label'), here.querySelector('.txt')].some(part => {
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
    marked, inside, in_main: !!here.closest('main'), top: box.top + scrollY, bottom: box.bottom + scrollY,
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
    """Go to a group of radio buttons and walk down it to the answer, which takes an arrow key a button."""
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
