"""Which files may come in, under which name, and where they rest: never where the web serves."""

import io
import re
import subprocess
import sys
import unicodedata
import uuid
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath

from clamav_client.clamd import ClamdError, ClamdNetworkSocket, ClamdUnixSocket
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages

from admissions.domain.cpr import holds_cpr_number
from admissions.domain.documents import MOST_BYTES
from catalogue.staff import rate_limits

# Sending a file is work for the server: so often, by application and by network.
UPLOAD_LIMIT = rate_limits.Limit("upload", per_asker=40, per_network=200, within=timedelta(hours=1))
FORMATS = {".pdf": "pdf", ".jpg": "jpeg", ".jpeg": "jpeg", ".png": "png"}
CONTENT_TYPES = {"pdf": "application/pdf", "jpeg": "image/jpeg", "png": "image/png"}
ACCEPT = ".pdf,.jpg,.jpeg,.png"
_BEGINNINGS = {"pdf": b"%PDF-", "jpeg": b"\xff\xd8\xff", "png": b"\x89PNG\r\n\x1a\n"}
# A PDF may begin with a little of something else.
_PDF_BEGINS_WITHIN = 1024
_LONGEST_NAME = 120
_OFFICE_FILES = {
    ".doc",
    ".docx",
    ".odt",
    ".rtf",
    ".pages",
    ".xls",
    ".xlsx",
    ".ppt",
    ".pptx",
    ".txt",
}
_PHONE_PICTURES = {".heic", ".heif", ".webp", ".avif"}
_ARCHIVES = {".zip", ".rar", ".7z", ".gz", ".tar"}
_INSPECTION = Path(__file__).with_name("inspect_file.py")
_INSPECTION_SECONDS = 30
_SCAN_SECONDS = 20
# A file without a row is what a process left behind that was killed;
# younger ones may be on their way.
ORPHAN_AFTER = timedelta(days=1)


class NotAccepted(Exception):  # noqa: N818 - an answer, not an error
    """A file was not accepted; the code says why, `refusal_phrases.upload_refusal` in words."""

    def __init__(self, code: str):
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Accepted:
    """A file that may be kept: the name it is shown by, its format, its content as it is kept."""

    name: str
    format: str
    content: bytes


def accepted(upload) -> Accepted:
    """Look at an uploaded file from outside and inside; a picture is made anew without metadata.

    NotAccepted: empty, too_large, cpr_in_name, office_file, phone_picture, archive, unknown_kind,
    other_kind, and what the inspection finds (incomplete, damaged, protected, active,
    too_complex, too_many_pixels).
    """
    name = shown_name(upload.name)
    if upload.size > MOST_BYTES:
        raise NotAccepted("too_large")
    if not upload.size:
        raise NotAccepted("empty")
    if holds_cpr_number(re.sub(r"[\s._]+", "-", name)):
        raise NotAccepted("cpr_in_name")
    kind = _format_of(name)
    content = upload.read()
    if not _begins_as(content, kind):
        raise NotAccepted("other_kind")
    return Accepted(name, kind, inspected(content, kind))


def shown_name(name: str) -> str:
    """The name as it is shown and given back: no path, no invisible signs, not too long."""
    text = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    text = "".join(sign for sign in text if unicodedata.category(sign)[0] != "C").strip() or "-"
    stem, dot, ending = text.rpartition(".")
    return (
        f"{stem[: _LONGEST_NAME - len(ending) - 1]}.{ending}"
        if dot and len(ending) < 10
        else text[:_LONGEST_NAME]
    )


def inspected(content: bytes, kind: str) -> bytes:
    """Return the content as it is to be kept.

    NotAccepted as the inspection says, too_complex where it takes long.
    """
    command = [sys.executable, "-I", str(_INSPECTION), kind]
    try:
        done = subprocess.run(  # noqa: S603 - our own program and one of three words
            command, input=content, capture_output=True, timeout=_INSPECTION_SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotAccepted("too_complex") from None
    answer, _line, kept = done.stdout.partition(b"\n")
    if done.returncode or not answer:
        raise NotAccepted("too_complex")
    if answer != b"ok":
        raise NotAccepted(answer.decode())
    return kept


def keep(content: bytes) -> str:
    """Write a file under a random name, and return the name."""
    return storages["documents"].save(uuid.uuid4().hex, ContentFile(content))


@contextmanager
def keeping():
    """Yield `keep`; what it wrote is removed again where the block fails, and with it the rows."""
    names = []

    def keep_and_note(content: bytes) -> str:
        names.append(keep(content))
        return names[-1]

    try:
        yield keep_and_note
    except BaseException:
        for name in names:
            remove(name)
        raise


def kept_file(name: str):
    return storages["documents"].open(name)


def remove(name: str) -> None:
    storages["documents"].delete(name)


def orphans(known: set[str], before) -> list[str]:
    """The files that no row knows and that were written before the moment."""
    storage = storages["documents"]
    try:
        names = storage.listdir("")[1]
    except FileNotFoundError:
        return []
    return [name for name in names if name not in known and _is_from_before(storage, name, before)]


def scan(content: bytes) -> str:
    """What the malware scanner says.

    `clean`, `bad`, `waiting` where it gives no clear answer, `none` without one.
    """
    if not settings.MALWARE_SCANNER:
        return "none"
    try:
        answers = _scanner().instream(io.BytesIO(content))
    except (ClamdError, OSError, ValueError):
        return "waiting"
    found = {status for status, _name in answers.values()}
    if "FOUND" in found:
        return "bad"
    return "clean" if found == {"OK"} else "waiting"


def _is_from_before(storage, name, before):
    try:
        return storage.get_modified_time(name) < before
    except FileNotFoundError:
        # Removed since the folder was listed, by an applicant or another process.
        return False


def _scanner():
    place = settings.MALWARE_SCANNER
    if place.startswith("/"):
        return ClamdUnixSocket(place, timeout=_SCAN_SECONDS)
    host, _colon, port = place.rpartition(":")
    return ClamdNetworkSocket(host, int(port), timeout=_SCAN_SECONDS)


def _format_of(name):
    ending = PurePosixPath(name).suffix.lower()
    for code, endings in (
        ("office_file", _OFFICE_FILES),
        ("phone_picture", _PHONE_PICTURES),
        ("archive", _ARCHIVES),
    ):
        if ending in endings:
            raise NotAccepted(code)
    if ending not in FORMATS:
        raise NotAccepted("unknown_kind")
    return FORMATS[ending]


def _begins_as(content, kind):
    if kind == "pdf":
        return _BEGINNINGS["pdf"] in content[:_PDF_BEGINS_WITHIN]
    return content.startswith(_BEGINNINGS[kind])
