"""The limit that pages are held against: nginx giving the same bytes, or a bare application."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.measure.processes import HOST, free_port, server, site_server
from tools.environment import ROOT

PATH = "/page.html"
BARE = "a bare WSGI application on granian, the same bytes"
NGINX = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log;
{user}
events {{ worker_connections 64; }}
http {{
  access_log off; sendfile on; default_type text/html;
  keepalive_requests 10000000; keepalive_timeout 60;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{ listen {host}:{port}; root {folder}; add_header Content-Encoding gzip; }}
}}
"""


@contextlib.contextmanager
def limit_of(page: bytes, core: int | None) -> Iterator[tuple[str, int, int]]:
    """A server of these compressed bytes: what it is called, its port and its process id."""
    places = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/usr/local/sbin"])
    nginx = shutil.which("nginx", path=places)
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        file, log = folder / PATH.strip("/"), folder / "log"
        file.write_bytes(page)
        if nginx:
            port = free_port()
            command = _nginx(nginx, folder, port)
            with server(command, port, os.environ, log, core) as pid:
                yield "nginx, the same bytes as a file", port, pid
        else:
            env = {**os.environ, "BENCH_PAGE": str(file), "PYTHONPATH": str(ROOT)}
            with site_server("bench.measure.bare_server:application", env, log, core) as found:
                yield f"{BARE} (nginx is not installed)", *found


def _nginx(program: str, folder: Path, port: int) -> list[str]:
    # The worker of an nginx that root starts is nobody, and must get in.
    folder.chmod(0o755)
    user = "user root;" if os.geteuid() == 0 else ""
    config = folder / "nginx.conf"
    config.write_text(NGINX.format(folder=folder, host=HOST, port=port, user=user))
    return [program, "-p", str(folder), "-c", str(config), "-e", str(folder / "error.log")]
