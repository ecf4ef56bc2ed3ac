"""Asks another site whether an address leads anywhere, never reaching into our own network."""

import http.client
import ipaddress
import socket
import ssl
from dataclasses import dataclass
from threading import Timer
from urllib.parse import quote, urljoin, urlsplit

TIMEOUT = 10
# All of one request, so that a server which answers a byte at a time holds nobody up.
LONGEST = 20
MOST_REDIRECTS = 5
REDIRECTS = {301, 302, 303, 307, 308}
PORTS = {"http": 80, "https": 443}
# Addresses that carry others inside: what they lead to cannot be told from what is global.
_TRANSLATED = [
    ipaddress.ip_network(network) for network in ("64:ff9b::/96", "2002::/16", "2001::/32")
]


@dataclass(frozen=True)
class Answer:
    """An HTTP status, or why there was none."""

    status: int | None = None
    error: str = ""


class UnreachableError(Exception):
    """The address cannot or must not be asked."""


def fetch(address: str, agent: str, *, allow_private: bool = False) -> Answer:
    """Return what an address answers after its redirects: by HEAD, by GET where that is not liked.

    Each step is looked up anew and refused unless every address of its host is public; then
    exactly the address that was looked up is asked, so that a name cannot change in between.
    Nothing of the page is read.
    """
    try:
        for _step in range(MOST_REDIRECTS + 1):
            status, leads_to = _ask("HEAD", address, agent, allow_private=allow_private)
            if status >= 400:
                status, leads_to = _ask("GET", address, agent, allow_private=allow_private)
            if status not in REDIRECTS or not leads_to:
                return Answer(status)
            address = urljoin(address, leads_to)
    except UnreachableError as refused:
        return Answer(error=str(refused))
    except (OSError, http.client.HTTPException, ValueError) as failed:
        return Answer(error=type(failed).__name__)
    return Answer(error="too many redirects")


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet.

    It is not private, loopback, link-local, reserved or translated.
    """
    number = ipaddress.ip_address(address.split("%")[0])
    if number.version == 6 and number.ipv4_mapped:
        number = number.ipv4_mapped
    if any(number in network for network in _TRANSLATED if network.version == number.version):
        return False
    return number.is_global and not number.is_multicast


def _ask(method: str, address: str, agent: str, *, allow_private: bool) -> tuple[int, str]:
    parts = urlsplit(address)
    if parts.scheme not in PORTS:
        raise UnreachableError("neither http nor https")
    if not parts.hostname or parts.username or parts.password:
        raise UnreachableError("no plain host name")
    host = (
        parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else parts.hostname
    )
    port = parts.port or PORTS[parts.scheme]
    connection = http.client.HTTPConnection(host, port, timeout=TIMEOUT)
    connection.sock = _connected(parts.scheme, host, port, allow_private=allow_private)
    too_long = Timer(LONGEST, _hang_up, [connection.sock])
    too_long.start()
    try:
        path = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
        query = f"?{quote(parts.query, safe='/%:@!$&()*+,;=~-._?')}" if parts.query else ""
        name = host if port == PORTS[parts.scheme] else f"{host}:{port}"
        connection.request(
            method, path + query, headers={"Host": name, "User-Agent": agent, "Accept": "*/*"}
        )
        answer = connection.getresponse()
        return answer.status, answer.headers.get("Location", "")
    finally:
        too_long.cancel()
        connection.close()


def _connected(scheme: str, host: str, port: int, *, allow_private: bool) -> socket.socket:
    found = [place[4][0] for place in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not allow_private and not all(is_public(str(number)) for number in found):
        raise UnreachableError("not on the open internet")
    plain = socket.create_connection((str(found[0]), port), timeout=TIMEOUT)
    if scheme == "http":
        return plain
    try:
        return ssl.create_default_context().wrap_socket(plain, server_hostname=host)
    except OSError:
        plain.close()
        raise


def _hang_up(connection: socket.socket) -> None:
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        # It has ended by itself.
        return
