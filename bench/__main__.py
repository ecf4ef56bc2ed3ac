"""The speed of the site beside a limit measured in the same run: `make bench`, which docs/performance.md explains."""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from statistics import median

from bench.measure.first_view import first_view
from bench.measure.processes import BenchError, cores, servers
from bench.measure.rounds import Load, Target, compressed, fetch, limit_of, measure
from bench.measure.sites import Site, site
from bench.measure.tables import short, spread, table
from bench.work.table import work_table
from tools.children import listen_for_signals
from tools.environment import ROOT

# As many programmes and courses as fill the first page of every list, and hardly more.
FULL = ["--programmes", "24", "--courses", "60", "--static"]
PAGE = ROOT / "docs" / "performance.md"
PAGES, WORK = "the last tables of pages", "the last table of work"


def main(arguments: Sequence[str]) -> int:
    """Measure and print; give the exit status."""
    listen_for_signals()
    options = parsed(arguments)
    try:
        measured = run(options)
    except BenchError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Broken off: nothing was written.")
        return 130
    for words in measured.values():
        print("\n" + words)
    if options.write:
        page = PAGE.read_text(encoding="utf-8")
        for name, words in measured.items():
            page = with_last(page, name, words)
        PAGE.write_text(page, encoding="utf-8")
        print(f"Written into {PAGE.relative_to(ROOT)}.")
    return 0


def with_last(page: str, name: str, words: str) -> str:
    """The page with these words in the place that has that name."""
    place = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- their end -->)", re.DOTALL)
    return place.sub(lambda _: f"\n{words}\n\n", page)


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--programmes", type=int, default=100, help="programmes of the big site")
    parser.add_argument("--courses", type=int, default=2000, help="courses of the big site")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1, help="how long each measurement lasts")
    parser.add_argument(
        "--work", action="store_true", help="only the work that is no page, in two minutes"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the tables into docs/performance.md"
    )
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.seconds <= 0 or not 1 <= options.programmes <= options.courses:
        parser.error("give at least one round, some time, and a course for each programme")
    return options


def run(options: argparse.Namespace) -> dict[str, str]:
    """Measure the pages, then the work that is no page; give the tables by the name of their place."""
    if not Path("/proc/self/stat").exists():
        raise BenchError(
            "The time that a process has worked is read from /proc, which this system does not have."
        )
    measured = {} if options.work else {PAGES: _pages(options)}
    print("Work that is no page.")
    works = work_table(options.rounds, options.seconds, cores()[0], os.environ)
    measured[WORK] = (
        f"Measured on {_machine(options)}.\n\n"
        f"**Work that is no page**, per CPU-second, median (least–most), and its ratio to its own limit\n\n{works}"
    )
    return measured


def _pages(options: argparse.Namespace) -> str:
    """Make the sites, measure their pages, and give the tables."""
    big = ["--programmes", str(options.programmes), "--courses", str(options.courses), "--static"]
    with contextlib.ExitStack() as stack:
        print("Making the sites.")
        one, three, small, full, large = (
            stack.enter_context(site(name, words, os.environ))
            for name, words in {
                "one": ["--programmes", "1", "--courses", "1", "--runs", "1"],
                "three": ["--programmes", "1", "--courses", "3", "--runs", "9"],
                "small": ["--static"],
                "full": FULL,
                "big": big,
            }.items()
        )
        server_core, load_core = cores()
        running = stack.enter_context(servers(server_core))
        for served in (small, full, large):
            served.serve(running)
        page = compressed(*fetch(small.port, small.pages["course"])[1:])
        name, limit = stack.enter_context(limit_of(page, running))
        targets = {
            (each.name, page): _target(each, page)
            for each in (small, full, large)
            for page in each.pages
        }
        measure(
            limit, list(targets.values()), Load(load_core, options.seconds), options.rounds, print
        )
        views = [
            (page, first_view(small.port, path, small.cookie if "admin" in page else ""))
            for page, path in small.pages.items()
        ]
        parts = [
            _circumstances(options, name, server_core, small),
            "**Requests per CPU-second**, median (least–most), and their ratio to the limit\n\n"
            + _speeds(limit, targets, small),
            "**Queries per page** when it is first asked for after an edit; in brackets when asked for again\n\n"
            + _queries(one, three, large),
            "**First view of a page** of the small site, in Danish, compressed as a browser asks\n\n"
            + table(
                ["page", "requests", "bytes"],
                [[name, str(asked), f"{size:,}"] for name, (asked, size) in views],
            ),
        ]
    return "\n\n".join(parts)


def _target(served: Site, page: str) -> Target:
    cookie = served.cookie if "admin" in page else ""
    return Target(page, served.port, served.pages[page], served.working_pids, cookie)


def _circumstances(options: argparse.Namespace, name: str, core: int | None, small: Site) -> str:
    pinned = (
        "server and load on a core each" if core is not None else "server and load on the same core"
    )
    database = "PostgreSQL" if small.database else "SQLite"
    return (
        f"Measured on {_machine(options)}, {database}, {pinned}, one worker of the server of `make run`.\n"
        f"The limit is {name}. The small site is the fixtures; the one of full lists has 24 programmes and 60 courses, "
        f"the big one {options.programmes:,} programmes and {options.courses:,} courses.\n"
        "Where there is one programme, the front page is that programme’s; where there are several, it is their list."
    )


def _machine(options: argparse.Namespace) -> str:
    return (
        f"{datetime.now().astimezone():%Y-%m-%d}: {os.cpu_count()} cores, Python {platform.python_version()}, "
        f"{options.rounds} rounds of {options.seconds:g} s, load average {os.getloadavg()[0]:.1f} at the end"
    )


def _speeds(limit: Target, targets: dict[tuple[str, str], Target], small: Site) -> str:
    rows = [["the limit", spread(limit.rates), "1", "", "", "", ""]]
    for page in small.pages:
        few, full, many = targets["small", page], targets["full", page], targets["big", page]
        times = [one / other for one, other in zip(full.rates, many.rates, strict=False) if other]
        rows.append(
            [
                page,
                _rates(few),
                short(median(few.ratios)) if few.ratios else "–",
                _rates(full),
                _rates(many),
                short(median(many.ratios)) if many.ratios else "–",
                spread(times, digits=2),
            ]
        )
    return table(
        [
            "page",
            "small site",
            "to limit",
            "full lists",
            "big site",
            "to limit",
            "big takes × full",
        ],
        rows,
    )


def _rates(target: Target) -> str:
    return f"not measured: {target.trouble}" if target.trouble else spread(target.rates)


def _queries(one: Site, three: Site, many: Site) -> str:
    rows = [
        [page, *(_counts(served.queries[page]) for served in (one, three, many))]
        for page in one.pages
    ]
    return table(["page", "one row", "three rows", "big site"], rows)


def _counts(counts: list[int | None]) -> str:
    first, again = ("–" if count is None else str(count) for count in counts)
    return f"{first} ({again})"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
