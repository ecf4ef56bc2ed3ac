"""Requests as a browser makes them: one, or a load of them."""

from __future__ import annotations

import contextlib
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from http.client import HTTPConnection, HTTPException

from bench.measure.processes import HOST, BenchError, cpu_seconds

CONNECTIONS = 2
PATIENCE = 120


class Browser(HTTPConnection):
    """A connection to a server of this machine that stays open."""

    def __init__(self, port: int, cookie: str = ""):
        super().__init__(HOST, port, timeout=PATIENCE)
        self.cookie = cookie

    def fetch(self, path: str, encoding: str = "gzip") -> tuple[int, list[tuple[str, str]], bytes]:
        """Status, headers, and the body as it comes over the wire."""
        headers = {"Accept-Encoding": encoding}
        if self.cookie:
            headers["Cookie"] = self.cookie
        self.request("GET", path, headers=headers)
        answer = self.getresponse()
        return answer.status, answer.getheaders(), answer.read()


@dataclass(frozen=True)
class Load:
    """How long each measurement asks, and from which core."""

    core: int | None
    seconds: float

    def rate(
        self, port: int, path: str, pids: Callable[[], Sequence[int]], cookie: str = ""
    ) -> float:
        """Requests per second of the time that these processes have worked for them."""
        working = pids()
        before = cpu_seconds(working)
        statuses: Counter[int] = Counter()
        browsers = [Browser(port, cookie) for _ in range(CONNECTIONS)]
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            try:
                for found in threads.map(partial(self._ask, path), browsers):
                    statuses.update(found)
            except (OSError, HTTPException) as problem:
                raise BenchError(f"no answer: {problem}") from problem
        worked = cpu_seconds(working) - before
        if set(statuses) != {200}:
            raise BenchError(", ".join(f"{count} × {each}" for each, count in statuses.items()))
        return statuses[200] / worked

    def _ask(self, path: str, browser: Browser) -> Counter[int]:
        """Ask for the page again and again, and count how often each status was answered."""
        if self.core is not None:
            # Of this thread alone.
            os.sched_setaffinity(0, {self.core})
        statuses: Counter[int] = Counter()
        until = time.monotonic() + self.seconds
        with contextlib.closing(browser):
            # Once at least, however slow the page is.
            while not statuses or time.monotonic() < until:
                status, _headers, _body = browser.fetch(path)
                statuses[status] += 1
        return statuses
