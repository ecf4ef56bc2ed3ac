"""The catalogue's version, which any edit counts up.

The version tells every process, on every machine, whether what it keeps in memory still holds. It
is counted up in the transaction of the edit itself, so there is no moment at which an edit is seen
and its version is not, or the reverse.
"""

from dataclasses import dataclass
from threading import local
from typing import cast
from uuid import UUID, uuid4
from weakref import ref

from django.db import connection, transaction

from catalogue.models import CatalogueChange, CatalogueVersion

Part = CatalogueChange.Part
# Changes older than this many versions are forgotten: whoever lags further
# behind reads everything anew.
KEPT_CHANGES = 1000


@dataclass(frozen=True)
class Version:
    """A state of the catalogue.

    Two states with one number, as after a restored backup, differ in their token.
    """

    number: int = 0
    token: UUID | None = None


class _Opened:
    """A version that this transaction has counted up to.

    The transaction alone holds it, as something to do on commit, and lets go of it when it, or the
    savepoint it was opened in, is rolled back, or when it is committed. So it is there for exactly
    as long as it holds.
    """

    def __init__(self, version):
        self.version, self.is_read = version, False

    def __call__(self):
        """Nothing is left to do on commit."""


# The version that this thread's transaction has opened, held by nobody else; each thread has a
# connection of its own.
_here = local()


def current_version() -> Version:
    """Return the version of what this connection sees. One query."""
    opened = _opened()
    if opened:
        opened.is_read = True
    row = CatalogueVersion.objects.values_list("number", "token").first()
    return Version(*row) if row else Version()


@dataclass(frozen=True)
class Changes:
    """What of the lists changed between two versions.

    The keys of courses and programmes, and whether a university or a contact did.
    """

    courses: frozenset[int] = frozenset()
    programmes: frozenset[int] = frozenset()
    universities: bool = False

    def __bool__(self):
        return bool(self.courses or self.programmes or self.universities)


def changes_between(since: Version, until: Version) -> Changes | None:
    """Return what changed between two versions, or None when anything may have.

    Two queries.
    """
    if (
        since.token is None
        or not CatalogueChange.objects.filter(number=since.number, token=since.token).exists()
    ):
        return None
    changes = CatalogueChange.objects.filter(number__gt=since.number, number__lte=until.number)
    rows = list(changes.values_list("number", "part", "key"))
    is_whole = len({number for number, _part, _key in rows}) == until.number - since.number
    parts = {part for _number, part, _key in rows}
    if not is_whole or Part.ANYTHING in parts:
        return None
    return Changes(
        courses=frozenset(
            key for _number, part, key in rows if part == Part.COURSE and key is not None
        ),
        programmes=frozenset(
            key for _number, part, key in rows if part == Part.PROGRAMME and key is not None
        ),
        universities=Part.UNIVERSITIES in parts,
    )


def bump(part: Part = Part.ANYTHING, key: int | None = None) -> None:
    """Count the version up, in the transaction of the edit that is under way.

    Say what was changed, and with which key where it is a course or a programme. Every save
    and delete of the catalogue calls it by signal; `update()` and `bulk_create()` send none,
    so whoever uses them calls it.
    """
    with transaction.atomic():
        version = open_version()
        # What is opened always has a token; only a catalogue never edited has none.
        token = cast(UUID, version.token)
        CatalogueChange.objects.create(number=version.number, token=token, part=part, key=key)


def open_version() -> Version:
    """Count up to a new version unless this transaction has one that nobody has read yet.

    Takes the row's lock. Taken before an edit's own rows, the lock makes edits wait for one another
    in one order, which cannot deadlock.
    """
    opened = _opened()
    if opened and not opened.is_read:
        return opened.version
    number = await_other_edits().number + 1
    version = Version(number, uuid4())
    CatalogueVersion.objects.filter(pk=1).update(number=number, token=version.token)
    if number % KEPT_CHANGES == 0:
        CatalogueChange.objects.filter(number__lt=number - KEPT_CHANGES).delete()
    _hang_on_the_transaction(version)
    return version


def await_other_edits() -> CatalogueVersion:
    """Take the row's lock without counting up: until this transaction ends, nobody else edits."""
    CatalogueVersion.objects.get_or_create(pk=1)
    return CatalogueVersion.objects.select_for_update().get(pk=1)


def _hang_on_the_transaction(version):
    opened = _Opened(version)
    transaction.on_commit(opened)
    _here.opened = ref(opened)


def _opened() -> _Opened | None:
    opened = getattr(_here, "opened", None)
    return opened() if opened and connection.in_atomic_block else None
