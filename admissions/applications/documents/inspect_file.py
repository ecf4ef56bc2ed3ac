"""Looks into a file within bounds of memory and time: a program, run by itself, never imported.

Takes the format (pdf, jpeg or png) as its argument and the file on standard input. The
first line it writes is `ok`, or the code of why the file cannot be received; after `ok`
comes the file as it is to be kept.
"""

import contextlib
import io
import resource
import sys

MOST_MEMORY = 1024**3
MOST_SECONDS = 20
MOST_PIXELS = 60_000_000
MOST_PAGES = 300
MOST_PARTS = 100_000
JPEG_QUALITY = 90
# What a PDF can do beyond being read: run a script or a program, carry other
# files, send or fetch something.
ACTIVE_NAMES = {"/JS", "/JavaScript", "/EmbeddedFiles", "/EF", "/XFA", "/RichMediaContent"}
ACTIVE_KINDS = {
    "/JavaScript",
    "/Launch",
    "/GoToE",
    "/GoToR",
    "/Thread",
    "/Rendition",
    "/SubmitForm",
    "/ImportData",
    "/RichMediaExecute",
    "/EmbeddedFile",
    "/RichMedia",
    "/Movie",
    "/Screen",
}
# The same, looked for in the bytes as well: what a reader that mends broken files might still find.
ACTIVE_BYTES = (b"/JavaScript", b"/EmbeddedFile", b"/RichMedia", b"/Launch")
KEPT_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "P", "RGB", "RGBA"}}


class Unfit(Exception):  # noqa: N818 - an answer, not an error
    """The file cannot be received; the code says why."""


def main(kind, content):
    # Not every system lets memory be bounded; the time is bounded from outside as well.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        kept = document(content) if kind == "pdf" else picture(content, kind.upper())
    except Unfit as problem:
        return f"{problem}\n".encode()
    except MemoryError:
        return b"too_complex\n"
    except Exception:  # noqa: BLE001 - whatever a library makes of a broken file, it is broken
        return b"damaged\n"
    return b"ok\n" + kept


def document(content):
    """Return a PDF as it came, or say why it is unfit: damaged, protected, active, too_complex."""
    from pypdf import PdfReader  # noqa: PLC0415 - loading it takes long, and pictures do without

    if not content.lstrip()[:5] == b"%PDF-":
        raise Unfit("damaged")
    if b"%%EOF" not in content[-2048:]:
        raise Unfit("incomplete")
    if any(name in content for name in ACTIVE_BYTES):
        raise Unfit("active")
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted:
        raise Unfit("protected")
    known = set(reader.xref_objStm).union(*reader.xref.values())
    if len(known) > MOST_PARTS:
        raise Unfit("too_complex")
    if not reader.pages:
        raise Unfit("damaged")
    if len(reader.pages) > MOST_PAGES:
        raise Unfit("too_complex")
    for part in _parts(reader):
        _refuse_active(part)
    return content


def _parts(reader):
    from pypdf.generic import IndirectObject  # noqa: PLC0415 - as above

    yield reader.trailer
    for generation, numbers in reader.xref.items():
        for number in numbers:
            yield reader.get_object(IndirectObject(number, generation, reader))
    for number in reader.xref_objStm:
        yield reader.get_object(IndirectObject(number, 0, reader))


def _refuse_active(part):
    """Look through what a part holds itself; what it refers to is a part of its own."""
    waiting = [part]
    while waiting:
        found = waiting.pop()
        if isinstance(found, dict):
            kinds = {str(dict.get(found, name)) for name in ("/S", "/Type", "/Subtype")}
            if ACTIVE_NAMES & set(found) or ACTIVE_KINDS & kinds or _fetches(found):
                raise Unfit("active")
            waiting.extend(dict.values(found))
        elif isinstance(found, list):
            waiting.extend(list.__iter__(found))


def _fetches(found):
    """Whether a stream lies in another file, or an address is opened by itself."""
    if hasattr(found, "get_data") and {"/F", "/FFilter"} & set(found):
        return True
    opened = dict.get(found, "/OpenAction") if "/OpenAction" in found else dict.get(found, "/AA")
    opened = getattr(opened, "get_object", lambda: opened)()
    return isinstance(opened, dict) and "/URI" in opened


def picture(content, kind):
    """Return a picture made anew, upright and without where and by what it was taken."""
    from PIL import Image, ImageOps  # noqa: PLC0415 - as above

    Image.MAX_IMAGE_PIXELS = None
    with Image.open(io.BytesIO(content), formats=[kind]) as image:
        if image.width * image.height > MOST_PIXELS:
            raise Unfit("too_many_pixels")
        image.load()
        upright = ImageOps.exif_transpose(image)
    transparency = upright.info.get("transparency") if kind == "PNG" else None
    upright.info = {} if transparency is None else {"transparency": transparency}
    if upright.mode.startswith("I"):
        # Scanners give 65,536 shades of grey; converting would make all but the darkest white.
        upright = upright.point(lambda shade: shade / 256).convert("L")
    if upright.mode not in KEPT_MODES[kind]:
        upright = upright.convert("RGB")
    kept = io.BytesIO()
    upright.save(kept, format=kind, quality=JPEG_QUALITY)
    return kept.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(main(sys.argv[1], sys.stdin.buffer.read()))
