"""The pages of a thing's history, as staff read them."""

import re

from tests.admin_pages import page_of
from tests.pages import Page, squeezed


def history_of(row):
    return page_of(row).replace("/change/", "/history/")


def looked_at(client, row, **query):
    return Page(client.get(history_of(row), query))


def lines(found):
    """The rows of the list of versions: who, what, why."""
    table = found.html.split('aria-labelledby="versions"')[1]
    rows = re.findall(r"<tr>\s*<td><input.*?</tr>", table, re.DOTALL)
    return [
        [squeezed(cell) for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)[2:5]]
        for row in rows
    ]


def changes(found):
    """What the comparison says: field, before, after; of a long text its pieces in one."""
    tables = re.findall(r'<table class="history__changes">.*?</table>', found.html, re.DOTALL)
    rows = [
        row
        for table in tables
        for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table, re.DOTALL)
    ]
    return [
        [squeezed(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in rows
    ]


def keys(found):
    return [field["attributes"]["value"] for field in found.all("input", name="new")]
