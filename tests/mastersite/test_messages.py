import gettext
import os

import pytest

from mastersite.messages import MessagesError, compile_messages

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def make_messages(root, body='msgid "Course"\nmsgstr "Fag på æøå"\n', folder="locale"):
    source = root / folder / "da" / "LC_MESSAGES" / "django.po"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_text(HEAD + body, encoding="utf-8")
    return source


def test_a_translation_is_compiled_and_read_back_by_gettext(tmp_path):
    target = make_messages(tmp_path).with_suffix(".mo")

    written = compile_messages(tmp_path)

    assert written == [target]
    with target.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Course") == "Fag på æøå"


def test_a_second_compilation_writes_nothing(tmp_path):
    make_messages(tmp_path)
    compile_messages(tmp_path)

    assert compile_messages(tmp_path) == []


@pytest.mark.parametrize("seconds", [-3600, 3600], ids=["an older one brought back", "a newer one"])
def test_a_changed_translation_is_compiled_again(tmp_path, seconds):
    source = make_messages(tmp_path)
    compile_messages(tmp_path)
    changed_at = source.stat().st_mtime + seconds
    os.utime(source, (changed_at, changed_at))

    assert compile_messages(tmp_path) == [source.with_suffix(".mo")]


def test_every_folder_of_translations_is_compiled(tmp_path):
    ours, theirs = make_messages(tmp_path), make_messages(tmp_path, folder="locale_of_packages")

    assert compile_messages(tmp_path) == [ours.with_suffix(".mo"), theirs.with_suffix(".mo")]


def test_a_fuzzy_translation_is_left_out(tmp_path):
    target = make_messages(tmp_path, '#, fuzzy\nmsgid "Course"\nmsgstr "Kursus"\n').with_suffix(
        ".mo"
    )

    compile_messages(tmp_path)

    with target.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Course") == "Course"


def test_a_broken_translation_is_named_and_the_compiled_one_is_kept(tmp_path):
    target = make_messages(tmp_path).with_suffix(".mo")
    compile_messages(tmp_path)
    compiled = target.read_bytes()
    make_messages(tmp_path, 'msgid "Course\nnonsense\n')

    with pytest.raises(
        MessagesError, match=r"^locale/da/LC_MESSAGES/django\.po cannot be compiled: .*line"
    ):
        compile_messages(tmp_path)

    assert target.read_bytes() == compiled
    assert sorted(path.name for path in target.parent.iterdir()) == ["django.mo", "django.po"]
