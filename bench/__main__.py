"""The speed of the site beside a limit measured in the same run; see docs/performance.md."""

from __future__ import annotations

import argparse
import os
import platform
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bench.measure.pages import tables_of_pages
from bench.measure.processes import BenchError, cores
from bench.work.table import work_table
from tools.children import listen_for_signals
from tools.environment import ROOT

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


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--programmes", type=int, default=100, help="programmes of the big site")
    parser.add_argument("--courses", type=int, default=2000, help="courses of the big site")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=1, help="how long each measurement lasts")
    parser.add_argument("--work", action="store_true", help="only the work that is no page")
    parser.add_argument("--write", action="store_true", help="put it into docs/performance.md")
    options = parser.parse_args(arguments)
    if options.rounds < 1 or options.seconds <= 0 or not 1 <= options.programmes <= options.courses:
        parser.error("give at least one round, some time, and a course for each programme")
    return options


def run(options: argparse.Namespace) -> dict[str, str]:
    """Measure pages, then work that is no page; give the tables by the name of their place."""
    if not Path("/proc/self/stat").exists():
        raise BenchError("Needs /proc, where the time that a process has worked is read.")
    measured, turns = {}, (options.rounds, options.seconds)
    if not options.work:
        pages = tables_of_pages(options.programmes, options.courses, *turns)
        measured[PAGES] = f"{_machine(*turns)}, {pages}"
    print("Work that is no page.")
    works = work_table(*turns, cores()[0], os.environ)
    title = "per CPU-second, median (least–most), and its ratio to its own limit"
    measured[WORK] = f"{_machine(*turns)}.\n\n**Work that is no page**, {title}\n\n{works}"
    return measured


def _machine(rounds: int, seconds: float) -> str:
    return (
        f"Measured on {datetime.now().astimezone():%Y-%m-%d}: {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, {rounds} rounds of {seconds:g} s, "
        f"load average {os.getloadavg()[0]:.1f} at the end"
    )


def with_last(page: str, name: str, words: str) -> str:
    """The page with these words in the place that has that name."""
    place = re.compile(rf"(?<=<!-- {name} -->\n).*?(?=<!-- their end -->)", re.DOTALL)
    return place.sub(lambda _: f"\n{words}\n\n", page)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
