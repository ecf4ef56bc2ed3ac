"""Makers of files that applicants might send, good and bad."""

import io
import struct
import zlib

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import DictionaryObject, NameObject, StreamObject, TextStringObject


def pdf(change=lambda writer: None):
    """A PDF of one empty page, after `change` has done its worst with the writer."""
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    change(writer)
    content = io.BytesIO()
    writer.write(content)
    return content.getvalue()


def pdf_of(size):
    """A PDF of that many bytes."""
    room = size - 2000
    for _attempt in range(3):
        content = pdf(lambda writer, room=room: writer._add_object(_stream(b"0" * room)))
        room += size - len(content)
    assert len(content) == size
    return content


def _stream(content):
    stream = StreamObject()
    stream.set_data(content)
    return stream


def with_script(writer):
    action = {
        NameObject("/S"): NameObject("/JavaScript"),
        NameObject("/JS"): TextStringObject("app.alert('hello');"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def with_file_inside(writer):
    writer.add_attachment("inside.txt", b"hello")


def with_password(writer):
    writer.encrypt("secret", algorithm="RC4-128")


def with_remote_document(writer):
    action = {
        NameObject("/S"): NameObject("/GoToR"),
        NameObject("/F"): TextStringObject("\\\\example\\a.pdf"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def with_address_that_opens(writer):
    action = {
        NameObject("/S"): NameObject("/URI"),
        NameObject("/URI"): TextStringObject("https://example.org"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def with_stream_elsewhere(writer):
    stream = _stream(b"0")
    stream[NameObject("/F")] = TextStringObject("elsewhere.bin")
    writer._add_object(stream)


def with_launch(writer):
    action = {
        NameObject("/S"): NameObject("/Launch"),
        NameObject("/F"): TextStringObject("calc.exe"),
    }
    writer.root_object[NameObject("/OpenAction")] = DictionaryObject(action)


def with_form_of_xfa(writer):
    form = DictionaryObject({NameObject("/XFA"): TextStringObject("<xdp/>")})
    writer.root_object[NameObject("/AcroForm")] = form


def picture(kind="JPEG", size=(40, 20), mode="RGB", **options):
    content = io.BytesIO()
    Image.new(mode, size).save(content, format=kind, **options)
    return content.getvalue()


def picture_with_place():
    """A JPEG that lies on its side and says where and by what it was taken."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Prøvekamera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture(exif=exif.tobytes(), comment=b"taken at home")


def png_bomb(width=50_000, height=50_000):
    """A PNG of some hundred bytes that says it is 50,000 pixels wide and high."""

    def chunk(name, data):
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 10))
        + chunk(b"IEND", b"")
    )


def upload(name, content):
    return SimpleUploadedFile(name, content, "application/octet-stream")
