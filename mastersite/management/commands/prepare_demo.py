"""Prepares the demo that `make run` serves: database, catalogue, examples, files and staff."""

import contextlib
import hashlib
import io
import os
import secrets
from collections.abc import Iterator
from pathlib import Path

from django import get_version
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.staticfiles.finders import get_finders
from django.core.management import BaseCommand, CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from catalogue.models import Programme, StaffRole, University
from catalogue.staff.codes import FEW, make_recovery_codes, unused_among
from mastersite.messages import MessagesError, compile_messages

# Each with a role and, for an editor, the university by its slug.
STAFF = {
    "koordinator": (StaffRole.Role.COORDINATOR, None),
    "redaktoer-ku": (StaffRole.Role.EDITOR, "ku"),
    "redaktoer-au": (StaffRole.Role.EDITOR, "au"),
    "revisor": (StaffRole.Role.AUDITOR, None),
}
# How many recovery codes of each are printed; the file has the rest.
SHOWN = 3


class Command(BaseCommand):
    """Each step does what is missing and no more, so a run cut short is mended by the next."""

    help = "Prepare the demo: what is there already is left as it is."
    # The checks would ask the database before it is migrated, and cost a second at each start.
    requires_system_checks: list[str] = []

    def handle(self, *args: object, **options: object) -> None:
        if not settings.DEMO:
            raise CommandError("This prepares a demo only: set MASTERSITE_DEMO=True.")
        with _one_sentence_for_expected_failures():
            compile_messages()
            self._migrate()
            self._load()
            self._collect_static_files()
            password = make_staff(settings.VAR / "demo-staff.txt")
            codes = keep_recovery_codes(settings.VAR / "demo-staff.txt", password)
        self.stdout.write(f"Demo staff: {', '.join(STAFF)}; password: {password}")
        for name, unused in codes.items():
            self.stdout.write(
                f"Recovery codes of {name}, each works once: {'  '.join(unused[:SHOWN])}"
            )
        self.stdout.write(f"Letters are written to: {settings.VAR / 'mail'}")
        self.stdout.write(f"Address: {settings.SITE_URL}")

    def _migrate(self) -> None:
        # After the last migration Django makes the permissions: a run cut short there
        # has no migration left to do.
        unfinished = settings.VAR / "migrating"
        executor = MigrationExecutor(connection)
        if unfinished.exists() or executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Making the database.")
            unfinished.touch()
            call_command("migrate", interactive=False, verbosity=0)
            unfinished.unlink()

    def _load(self) -> None:
        """Load the catalogue and the examples, both or neither, into a site without programmes."""
        if Programme.objects.exists():
            return
        self.stdout.write("Loading the catalogue and the examples.")
        with transaction.atomic():
            call_command("load_catalogue", stdout=io.StringIO())
            call_command("load_examples", stdout=io.StringIO())

    def _collect_static_files(self) -> None:
        stamp = settings.VAR / "static.stamp"
        sources = static_sources()
        if stamp.is_file() and stamp.read_text() == sources and Path(settings.STATIC_ROOT).is_dir():
            return
        self.stdout.write("Collecting the static files.")
        stamp.unlink(missing_ok=True)
        # Collecting goes by time alone and would keep a file that a run cut short had half written.
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        _write_privately(stamp, sources)


def static_sources() -> str:
    """A hash of every static file's name, size and time, and of what decides their storing."""
    digest = hashlib.sha256(
        repr((get_version(), settings.STORAGES, str(settings.STATIC_ROOT))).encode()
    )
    for finder in get_finders():
        for name, storage in finder.list([]):
            facts = os.stat(storage.path(name))
            digest.update(repr((name, facts.st_size, facts.st_mtime_ns)).encode())
    return digest.hexdigest()


def make_staff(secret: Path) -> str:
    """Make the demo staff that are missing; give the password they were first given, from a file.

    Somebody who is there keeps their password, which they may have changed, unless the file
    is gone: then nobody knows it and all get a new one. The file comes last, so a cut between
    the two makes a new one too.
    """
    known = secret.read_text().partition("\n")[0].strip() if secret.is_file() else ""
    password = known or secrets.token_urlsafe(12)
    with transaction.atomic():
        for name, (role, slug) in STAFF.items():
            person, is_new = User.objects.get_or_create(username=name, defaults={"is_staff": True})
            university = University.objects.filter(slug=slug).first() if slug else None
            # A site with other universities has nothing for that editor to keep.
            if not person.staff_roles.exists() and (university or not slug):
                person.staff_roles.create(role=role, university=university)
            if is_new or not known:
                person.set_password(password)
                person.save(update_fields=["password"])
    if not known:
        _write_privately(secret, password + "\n")
    return password


def keep_recovery_codes(secret: Path, password: str) -> dict[str, list[str]]:
    """Give each of the demo staff the recovery codes they can still use, kept below the password.

    Whoever has fewer than three gets ten new ones. The hashes are committed before the file is
    written, so a cut between the two leaves none that is known, and the next run makes new ones.
    """
    kept = dict(line.split(": ", 1) for line in secret.read_text().splitlines()[1:] if ": " in line)
    codes = {}
    for person in User.objects.filter(username__in=STAFF).order_by("pk"):
        unused = unused_among(person, kept.get(person.username, "").split())
        codes[person.username] = unused if len(unused) >= FEW else make_recovery_codes(person)
    lines = [password, *(f"{name}: {' '.join(unused)}" for name, unused in codes.items())]
    text = "".join(f"{line}\n" for line in lines)
    if text != secret.read_text():
        _write_privately(secret, text)
    return codes


def _write_privately(path: Path, text: str) -> None:
    """Put a file in place whole, for its owner alone."""
    draft = path.with_name(path.name + ".new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)


@contextlib.contextmanager
def _one_sentence_for_expected_failures() -> Iterator[None]:
    """A full disk, a silent database or a broken translation is no page of traceback."""
    try:
        yield
    except MessagesError as problem:
        raise CommandError(str(problem)) from problem
    except (OSError, DatabaseError) as problem:
        reason = " ".join(str(problem).split())
        raise CommandError(
            f"The demo's files or its database cannot be used: {reason}."
        ) from problem
