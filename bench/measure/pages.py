"""The pages of three sites measured in turns with a limit, and their queries and first views."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from functools import partial
from itertools import chain
from statistics import median

from bench.measure.first_view import first_view
from bench.measure.limit import PATH, limit_of
from bench.measure.load import Browser, Load
from bench.measure.processes import cores
from bench.measure.sites import DATABASE, Site, site
from bench.measure.tables import short, spread, table
from bench.measure.turns import Work, take_turns

SPEEDS = ["page", "small site", "to limit", "full lists", "big site", "to limit"]


def tables_of_pages(programmes: int, courses: int, rounds: int, seconds: float) -> str:
    """Make the sites, measure their pages, and tell in tables what was found."""
    server_core, load_core = cores()
    load = Load(load_core, seconds)
    with contextlib.ExitStack() as stack:
        print("Making the sites.")
        one, three, small, full, big = _sites(stack, programmes, courses)
        for each in (small, full, big):
            stack.enter_context(each.served(server_core))
        with contextlib.closing(Browser(small.port)) as browser:
            _status, _headers, page = browser.fetch(small.pages["course"])
        name, port, pid = stack.enter_context(limit_of(page, server_core))
        limit = Work(name, partial(load.rate, port, PATH, lambda: [pid]))
        works = [_works(each, load) for each in (small, full, big)]
        take_turns(limit, list(chain.from_iterable(works)), rounds)
        return "\n\n".join(
            [
                _circumstances(name, programmes, courses, server_core),
                "**Requests per CPU-second**, median (least–most), and their ratio to the limit",
                _speeds(limit, *works),
                "**Queries per page** when it is first asked for after an edit; "
                "in brackets when asked for again",
                _queries(one, three, big),
                "**First view of a page** of the small site, in Danish, "
                "compressed as a browser asks",
                _first_views(small),
            ]
        )


def _sites(stack: contextlib.ExitStack, programmes: int, courses: int) -> Iterator[Site]:
    options: dict[str, dict[str, int]] = {
        "one": {"programmes": 1, "courses": 1, "runs": 1},
        "three": {"programmes": 1, "courses": 3, "runs": 9},
        "small": {},
        # As many as fill the first page of every list, and hardly more.
        "full": {"programmes": 24, "courses": 60},
        "big": {"programmes": programmes, "courses": courses},
    }
    for name, its_options in options.items():
        yield stack.enter_context(site(name, os.environ, **its_options))


def _works(served: Site, load: Load) -> list[Work]:
    works = []
    for page, path in served.pages.items():
        cookie = served.cookies.get(page, "")
        works.append(Work(page, partial(load.rate, served.port, path, served.working_pids, cookie)))
    return works


def _circumstances(name: str, programmes: int, courses: int, core: int | None) -> str:
    places = "the same core" if core is None else "a core each"
    is_postgresql = os.environ.get(DATABASE, "").startswith("postgres")
    database = "PostgreSQL" if is_postgresql else "SQLite"
    return (
        f"{database}, server and load on {places}, one worker of the server of `make run`.\n"
        f"The limit is {name}. "
        "The small site is the fixtures; the one of full lists has 24 programmes and 60 courses, "
        f"the big one {programmes:,} programmes and {courses:,} courses.\n"
        "Where there is one programme, the front page is that programme’s; "
        "where there are several, it is their list."
    )


def _speeds(limit: Work, small: list[Work], full: list[Work], big: list[Work]) -> str:
    rows = [["the limit", spread(limit.rates), "1", "", "", "", ""]]
    for few, filled, many in zip(small, full, big, strict=True):
        speeds = zip(filled.rates, many.rates, strict=False)
        times = [one / other for one, other in speeds]
        row = [few.name, few.words(), _ratio(few), filled.words(), many.words(), _ratio(many)]
        rows.append([*row, spread(times, digits=2)])
    return table([*SPEEDS, "big takes × full"], rows)


def _ratio(work: Work) -> str:
    return short(median(work.ratios)) if work.ratios else "–"


def _queries(*sites: Site) -> str:
    rows = []
    for page in sites[0].pages:
        rows.append([page, *(_counts(*each.queries[page]) for each in sites)])
    return table(["page", "one row", "three rows", "big site"], rows)


def _counts(first: int | None, again: int | None) -> str:
    return f"{first} ({again})" if first is not None else "–"


def _first_views(served: Site) -> str:
    rows = []
    for page, path in served.pages.items():
        requests, size = first_view(served.port, path, served.cookies.get(page, ""))
        rows.append([page, str(requests), f"{size:,}"])
    return table(["page", "requests", "bytes"], rows)
