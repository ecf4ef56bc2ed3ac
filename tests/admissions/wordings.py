"""The rows of the mails' words: a migration wrote them, and a test that empties the database takes them along."""

from admissions.models import PLACEHOLDERS, Wording, original_wording


def make_wordings():
    """The original words of each kind where they are missing, by kind."""
    there = {row.kind for row in Wording.objects.all()}
    Wording.objects.bulk_create(original_wording(kind) for kind in map(str, PLACEHOLDERS) if kind not in there)
    return {row.kind: row for row in Wording.objects.all()}
