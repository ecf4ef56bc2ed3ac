"""Compiles the translations, .po to .mo, without gettext's tools: `python -m mastersite.messages`.

It knows nothing of Django, since translated addresses are read from the .mo files as Django starts.
"""

import os
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent


class MessagesError(Exception):
    """A .po file cannot be read; its text is one sentence that says which and where."""


def compile_messages(root: Path = ROOT) -> list[Path]:
    """Compile each changed .po file in the locale folders below the root; give the files written.

    A .mo file bears the time of the .po file it was made from, so that an older .po brought
    back counts as changed too. It is put in place whole: a server that starts meanwhile
    reads the old one or the new one.
    """
    written = []
    for source in sorted(root.glob("locale*/*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        changed_at = source.stat().st_mtime_ns
        if target.exists() and target.stat().st_mtime_ns == changed_at:
            continue
        draft = target.with_suffix(f".{os.getpid()}.new")
        try:
            polib.pofile(str(source), encoding="utf-8").save_as_mofile(str(draft))
        except (ValueError, OSError) as problem:
            draft.unlink(missing_ok=True)
            raise MessagesError(
                f"{source.relative_to(root)} cannot be compiled: {problem}"
            ) from problem
        os.utime(draft, ns=(changed_at, changed_at))
        draft.replace(target)
        written.append(target)
    return written


if __name__ == "__main__":
    try:
        compile_messages()
    except MessagesError as problem:
        sys.exit(str(problem))
