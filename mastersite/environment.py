"""Reads the environment strictly: what is missing or wrong stops the start with one sentence."""

import contextlib
import os
import secrets
from datetime import date, datetime
from pathlib import Path
from typing import NoReturn
from urllib.parse import SplitResult, unquote, urlsplit
from zoneinfo import ZoneInfo

from environs import Env


class Environment:
    """The variables with one prefix.

    `demo` is the value used when the variable is absent and the demo is on. `default` is used in
    production too; without one the variable is required there.
    """

    is_demo = False

    def __init__(self, prefix: str):
        self.prefix = prefix
        self.env = Env(prefix=prefix)

    def boolean(self, name: str, *, default: bool) -> bool:
        if self.env.str(name, None) not in (None, "True", "False"):
            self._stop(name, "must be the word True or False")
        return self.env.bool(name, default)

    def text(self, name: str, *, default: str | None = None, demo: str | None = None) -> str:
        """Return the value; a variable named NAME_FILE may hold the path of a file with it."""
        value = self.env.str(name, None)
        path = self.env.str(f"{name}_FILE", None)
        if not value and path:
            value = self._read(f"{name}_FILE", Path(path))
        if value:
            return value
        fallback = demo if self.is_demo and demo is not None else default
        if fallback is None:
            self._stop(name, "is missing; .env.example says what it holds")
        return fallback

    def secret(self, name: str, *, demo_file: Path) -> str:
        """Return a secret of at least 50 characters; a demo makes its own once, in a file."""
        is_given = self.env.str(name, None) or self.env.str(f"{name}_FILE", None)
        if self.is_demo and not is_given:
            return self._kept_secret(demo_file)
        value = self.text(name)
        if len(value) < 50 or len(set(value)) < 5:
            self._stop(name, "must be at least 50 random characters")
        return value

    def site_url(self, name: str, *, demo: str) -> str:
        value = self.text(name, demo=demo).rstrip("/")
        parts = self._parts(name, value)
        if (
            parts.scheme not in ("http", "https")
            or not parts.hostname
            or parts.path
            or parts.query
            or parts.fragment
        ):
            self._stop(
                name,
                "must be the site's address such as https://master.example.org, without a path",
            )
        if not self.is_demo and parts.scheme != "https":
            self._stop(name, "must begin with https://")
        return value

    def names(self, name: str, *, demo: list[str]) -> list[str]:
        value = self.text(name, demo=",".join(demo))
        hosts = [host.strip() for host in value.split(",") if host.strip()]
        if not hosts or "*" in hosts:
            self._stop(name, "must name the hosts; * would answer to any")
        return hosts

    def count(self, name: str, *, default: int, least: int = 0, most: int = 99) -> int:
        value = self.text(name, default=str(default))
        if not (
            value.isascii() and value.isdigit() and len(value) < 9 and least <= int(value) <= most
        ):
            self._stop(name, f"must be a whole number from {least} to {most}")
        return int(value)

    def day(self, name: str, *, demo: str) -> date | None:
        value = self.text(name, demo=demo)
        try:
            return date.fromisoformat(value) if value else None
        except ValueError:
            return self._stop(name, "must be a day such as 2026-11-22")

    def moment(self, name: str, *, default: str) -> datetime | None:
        value = self.text(name, default=default)
        try:
            moment = datetime.fromisoformat(value) if value else None
        except ValueError:
            self._stop(name, "must be a day and a time such as 2026-11-22T22:30")
        return (
            moment.replace(tzinfo=moment.tzinfo or ZoneInfo("Europe/Copenhagen"))
            if moment
            else None
        )

    def database_url(self, name: str, *, demo: str) -> str:
        value = self.text(name, demo=demo)
        if self._parts(name, value).scheme not in ("postgres", "postgresql", "sqlite"):
            self._stop(name, "must begin with postgres:// or sqlite:///")
        return value

    def mail_server(self, value: str) -> dict:
        """Return host, port, user, password and encryption of smtp://, smtp+tls://, smtp+ssl://."""
        parts = self._parts("EMAIL_URL", value)
        if parts.scheme not in ("smtp", "smtp+tls", "smtp+ssl") or not parts.hostname:
            self._stop(
                "EMAIL_URL", "must be smtp+tls://user:password@host:587, smtp+ssl:// or smtp://"
            )
        return {
            "host": parts.hostname,
            "port": parts.port or {"smtp": 25, "smtp+tls": 587, "smtp+ssl": 465}[parts.scheme],
            "user": unquote(parts.username or ""),
            "password": unquote(parts.password or ""),
            "tls": parts.scheme == "smtp+tls",
            "ssl": parts.scheme == "smtp+ssl",
        }

    def socket_address(self, name: str, value: str) -> None:
        """Stop unless the value is the path of a socket, or a host and a port."""
        host, _colon, port = value.rpartition(":")
        is_network = bool(host) and port.isascii() and port.isdigit() and 0 < int(port[:6]) < 65536
        if not (value.startswith("/") or is_network):
            self._stop(
                name, "must be the path of a socket such as /run/clamav/clamd.ctl, or host:port"
            )

    def _parts(self, name: str, value: str) -> SplitResult:
        try:
            parts = urlsplit(value)
            parts.port  # noqa: B018 - asking for it is what finds a port that is no number
        except ValueError:
            self._stop(
                name,
                "is no address that can be read; in a password, "
                "write signs such as # and [ as %23 and %5B",
            )
        return parts

    def _read(self, name: str, path: Path) -> str:
        try:
            return path.read_text().strip()
        except OSError:
            return self._stop(name, f"names a file that cannot be read: {path}")

    def _kept_secret(self, path: Path) -> str:
        try:
            return path.read_text()
        except FileNotFoundError:
            path.parent.mkdir(parents=True, exist_ok=True)
            draft = path.with_name(f"{path.name}.{os.getpid()}")
            draft.touch(mode=0o600)
            draft.write_text(secrets.token_urlsafe(60))
            # Put in place whole, and only by the first of several processes that start together.
            with contextlib.suppress(FileExistsError):
                os.link(draft, path)
            draft.unlink()
            return path.read_text()

    def _stop(self, name: str, reason: str) -> NoReturn:
        raise SystemExit(f"{self.prefix}{name} {reason}.")
