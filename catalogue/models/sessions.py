"""Sessions that know whose they are; this module is Django's session engine."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class OwnedSession(AbstractBaseSession):
    """A session that knows its person, so that all of one person's can be ended at once."""

    # No foreign key: a session that is saved while its person is being deleted must not fail.
    person = models.BigIntegerField(null=True, db_index=True)

    @classmethod
    def get_session_store_class(cls):
        return SessionStore


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls):
        return OwnedSession

    def create_model_instance(self, data):
        row = super().create_model_instance(data)
        row.person = data.get(SESSION_KEY)
        return row


def end_sessions(person, but=None):
    """End all sessions of one person on the server, except perhaps the one they are in."""
    OwnedSession.objects.filter(person=person.pk).exclude(session_key=but).delete()
