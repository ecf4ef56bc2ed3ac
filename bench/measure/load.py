"""A load of requests over connections that stay open, from a process of its own."""

from __future__ import annotations

import argparse
import http.client
import json
import sys
import threading
import time
from collections import Counter
from collections.abc import Sequence

from bench.measure.processes import HOST

PATIENCE = 120
_ADDING = threading.Lock()


def main(arguments: Sequence[str]) -> int:
    """Ask for one page again and again for so many seconds, and print how often each status was answered."""
    parser = argparse.ArgumentParser(prog="python -m bench.measure.load")
    parser.add_argument("port", type=int)
    parser.add_argument("path")
    parser.add_argument("--seconds", type=float, default=1)
    parser.add_argument("--connections", type=int, default=2)
    parser.add_argument("--cookie", default="")
    options = parser.parse_args(arguments)
    headers = {"Accept-Encoding": "gzip", **({"Cookie": options.cookie} if options.cookie else {})}
    statuses: Counter[int] = Counter()
    until = time.monotonic() + options.seconds
    askers = [
        threading.Thread(target=_ask, args=(options.port, options.path, headers, until, statuses))
        for _ in range(options.connections)
    ]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    print(json.dumps(statuses))
    return 0


def _ask(
    port: int, path: str, headers: dict[str, str], until: float, statuses: Counter[int]
) -> None:
    connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)
    mine: Counter[int] = Counter()
    # Once at least, however slow the page is.
    while not mine or time.monotonic() < until:
        try:
            connection.request("GET", path, headers=headers)
            answer = connection.getresponse()
            answer.read()
            mine[answer.status] += 1
        except (OSError, http.client.HTTPException):
            mine[0] += 1
            connection.close()
    connection.close()
    with _ADDING:
        statuses.update(mine)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
