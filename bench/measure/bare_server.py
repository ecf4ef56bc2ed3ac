"""The least that a Python server can do: the same bytes for every request."""

import os
from pathlib import Path

_PAGE = Path(os.environ["BENCH_PAGE"]).read_bytes()
_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    ("Content-Encoding", "gzip"),
    ("Content-Length", str(len(_PAGE))),
]


def application(environ, start_response):
    start_response("200 OK", _HEADERS)
    return [_PAGE]
