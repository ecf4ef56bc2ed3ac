"""Which files may come in, what is made of them, and where they rest."""

import io
import socket
import struct
import threading

import pytest
from django.core.files.storage import storages
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from admissions.applications.documents import uploads
from admissions.domain.documents import MOST_BYTES
from tests.admissions.applications.documents import makers

PDF, JPEG, PNG = makers.pdf(), makers.picture(), makers.picture("PNG")


def refused(name, content):
    with pytest.raises(uploads.NotAccepted) as problem:
        uploads.accepted(makers.upload(name, content))
    return problem.value.code


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        pytest.param("eksamensbevis.pdf", PDF, "pdf", id="PDF"),
        pytest.param("SCAN.PDF", PDF, "pdf", id="in capitals"),
        pytest.param("udtalelse æøå ÆØÅ.jpeg", JPEG, "jpeg", id="letters of Danish"),
        pytest.param("文凭.png", PNG, "png", id="letters of Chinese"),
        pytest.param("a.exe.pdf", PDF, "pdf", id="what it is decides, not what it also says"),
        pytest.param("late.pdf", b"\n\n" + PDF, "pdf", id="a little before its beginning"),
    ],
)
def test_what_is_whole_and_does_nothing_is_accepted_under_its_own_name(name, content, kind):
    found = uploads.accepted(makers.upload(name, content))

    assert (found.name, found.format) == (name, kind)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        pytest.param("tom.pdf", b"", "empty", id="empty"),
        pytest.param(
            "stor.pdf",
            PDF + b"\0" * (MOST_BYTES + 1 - len(PDF)),
            "too_large",
            id="10 MB and a byte",
        ),
        pytest.param(
            "program.pdf", b"MZ\x90\0" + b"\0" * 2000, "other_kind", id="a program called PDF"
        ),
        pytest.param(
            "side.pdf", b"<!doctype html><script>alert(1)</script>" * 40, "other_kind", id="a page"
        ),
        pytest.param("billede.jpg", PDF, "other_kind", id="a PDF called JPG"),
        pytest.param("billede.png", JPEG, "other_kind", id="a JPG called PNG"),
        pytest.param("bevis.pdf.exe", PDF, "unknown_kind", id="a program after all"),
        pytest.param("bevis.pdf\0.exe", PDF, "unknown_kind", id="a null character"),
        pytest.param("bevis", PDF, "unknown_kind", id="no ending"),
        pytest.param("kontrakt.docx", PDF, "office_file", id="Word"),
        pytest.param("IMG_0001.HEIC", PDF, "phone_picture", id="a telephone's picture"),
        pytest.param("alt.zip", b"PK\3\4" + b"\0" * 99, "archive", id="packed"),
        pytest.param("010190-1234.pdf", PDF, "cpr_in_name", id="CPR"),
        pytest.param("bevis 010190 1234.pdf", PDF, "cpr_in_name", id="CPR with a space"),
        pytest.param("bevis_010190_1234.pdf", PDF, "cpr_in_name", id="CPR with lines"),
        pytest.param("0101901234.pdf", PDF, "cpr_in_name", id="CPR in one"),
        pytest.param("halv.pdf", PDF[: len(PDF) // 2], "incomplete", id="half a PDF"),
        pytest.param("halv.jpg", makers.picture(size=(400, 400))[:900], "damaged", id="half a JPG"),
        pytest.param(
            "halv.png", makers.picture("PNG", (400, 400))[:-40], "damaged", id="half a PNG"
        ),
        pytest.param("rod.pdf", b"%PDF-1.7\nnonsense\n%%EOF", "damaged", id="nonsense"),
        pytest.param("laast.pdf", makers.pdf(makers.with_password), "protected", id="password"),
        pytest.param("script.pdf", makers.pdf(makers.with_script), "active", id="script"),
        pytest.param("fil.pdf", makers.pdf(makers.with_file_inside), "active", id="a file inside"),
        pytest.param("start.pdf", makers.pdf(makers.with_launch), "active", id="starts a program"),
        pytest.param(
            "andet.pdf",
            makers.pdf(makers.with_remote_document),
            "active",
            id="opens a document elsewhere",
        ),
        pytest.param(
            "adresse.pdf",
            makers.pdf(makers.with_address_that_opens),
            "active",
            id="opens an address itself",
        ),
        pytest.param(
            "strøm.pdf", makers.pdf(makers.with_stream_elsewhere), "active", id="a stream elsewhere"
        ),
        pytest.param("program2.pdf", b"MZ" + PDF, "damaged", id="a program before it"),
        pytest.param(
            "form.pdf", makers.pdf(makers.with_form_of_xfa), "active", id="a form with scripts"
        ),
        pytest.param("bombe.png", makers.png_bomb(), "too_many_pixels", id="2.5 billion pixels"),
    ],
)
def test_anything_else_is_refused_with_its_reason(name, content, code):
    assert refused(name, content) == code


def test_ten_megabytes_to_the_byte_are_accepted():
    content = makers.pdf_of(MOST_BYTES)

    assert uploads.accepted(makers.upload("stor.pdf", content)).content == content


def test_a_script_that_is_packed_away_is_found():
    content = makers.pdf(makers.with_script).replace(b"/JavaScript", b"/Java#53cript")

    assert refused("script.pdf", content) == "active"


def test_a_picture_is_made_anew_upright_and_without_where_it_was_taken():
    content = makers.picture_with_place()
    assert b"Kamera".lower() in content.lower()
    assert b"taken at home" in content

    kept = uploads.accepted(makers.upload("foto.jpg", content)).content

    with Image.open(io.BytesIO(kept)) as image:
        assert (image.size, dict(image.getexif()), image.info.get("comment")) == (
            (20, 40),
            {},
            None,
        )
    assert b"kamera" not in kept.lower()


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_a_png_of_any_mode_is_kept_as_one(mode):
    kept = uploads.accepted(makers.upload("billede.png", makers.picture("PNG", mode=mode))).content

    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.size) == ("PNG", (40, 20))


def test_a_scan_in_65536_shades_of_grey_keeps_its_shades():
    scan = Image.new("I;16", (3, 1))
    scan.putdata([0, 30_000, 65_535])
    content = io.BytesIO()
    scan.save(content, format="PNG")

    kept = uploads.accepted(makers.upload("skan.png", content.getvalue())).content

    with Image.open(io.BytesIO(kept)) as image:
        assert list(image.convert("L").tobytes()) == [0, 117, 255]


def test_a_picture_in_the_colours_of_print_is_kept():
    kept = uploads.accepted(makers.upload("billede.jpg", makers.picture(mode="CMYK"))).content

    with Image.open(io.BytesIO(kept)) as image:
        assert (image.format, image.mode) == ("JPEG", "RGB")


def test_a_file_that_cannot_be_looked_through_in_time_is_refused(monkeypatch):
    monkeypatch.setattr(uploads, "_INSPECTION_SECONDS", 0.001)

    assert refused("bevis.pdf", PDF) == "too_complex"


@pytest.mark.parametrize(
    "ending",
    [
        pytest.param("raise MemoryError", id="out of memory"),
        pytest.param("import os; os.kill(os.getpid(), 9)", id="killed"),
        pytest.param("print('ok'); raise SystemExit(3)", id="fails after its answer"),
        pytest.param("", id="says nothing"),
    ],
)
def test_a_file_whose_inspection_ends_badly_is_refused(monkeypatch, tmp_path, ending):
    inspection = tmp_path / "inspection.py"
    inspection.write_text(ending, encoding="utf-8")
    monkeypatch.setattr(uploads, "_INSPECTION", inspection)

    assert refused("bevis.pdf", PDF) == "too_complex"


@given(st.text(max_size=300))
def test_a_name_is_shown_without_path_and_signs_that_cannot_be_seen(name):
    shown = uploads.shown_name(name)

    assert 1 <= len(shown) <= 121
    assert "/" not in shown
    assert "\\" not in shown
    assert shown.isprintable() or " " in shown or any(not sign.isascii() for sign in shown)


def test_a_long_name_keeps_its_ending():
    assert uploads.shown_name("a" * 300 + ".pdf") == "a" * 116 + ".pdf"
    assert uploads.shown_name("C:\\Users\\anna\\bevis.pdf") == "bevis.pdf"


@pytest.mark.django_db
def test_a_file_rests_under_a_name_that_says_nothing_and_below_no_address(client):
    stored_as = uploads.keep(PDF)

    assert len(stored_as) == 32
    assert stored_as.isalnum()
    with uploads.kept_file(stored_as) as file:
        assert file.read() == PDF
    assert [
        client.get(f"{folder}/{stored_as}").status_code for folder in ("", "/documents", "/static")
    ] == [404] * 3
    uploads.remove(stored_as)
    assert storages["documents"].listdir("")[1] == []


@pytest.fixture
def scanner(settings):
    """A scanner that speaks as clamd does, and finds what begins as scanners' test file does."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.MALWARE_SCANNER = f"127.0.0.1:{server.getsockname()[1]}"
    answers = []

    def serve():
        while True:
            try:
                connection, _address = server.accept()
            except OSError:
                return
            with connection, connection.makefile("rwb") as stream:
                stream.readline()
                content = b""
                while size := struct.unpack("!L", stream.read(4))[0]:
                    content += stream.read(size)
                found = b"Eicar-Signature FOUND" if b"EICAR" in content else b"OK"
                stream.write((answers[0] if answers else b"stream: " + found) + b"\n")

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    yield answers
    # Closing alone does not wake whoever waits for the next caller.
    server.shutdown(socket.SHUT_RDWR)
    server.close()
    thread.join(2)


def test_the_scanner_says_what_it_finds(scanner):
    assert uploads.scan(PDF) == "clean"
    assert (
        uploads.scan(b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*")
        == "bad"
    )


@pytest.mark.parametrize(
    "answer", [b"INSTREAM size limit exceeded. ERROR", b"stream: broken ERROR", b"nonsense", b""]
)
def test_an_unclear_answer_waits(scanner, answer):
    scanner.append(answer)

    assert uploads.scan(PDF) == "waiting"


def test_without_a_scanner_nothing_is_looked_through_and_one_that_does_not_answer_waits(settings):
    assert uploads.scan(PDF) == "none"
    settings.MALWARE_SCANNER = "/nowhere/clamd.ctl"
    assert uploads.scan(PDF) == "waiting"
    settings.MALWARE_SCANNER = "127.0.0.1:9"
    assert uploads.scan(PDF) == "waiting"
