"""How versions of a row are kept: each save and delete leaves one; who, when and, if told, why."""

from simple_history import models as simple_history

BY_ITSELF = "by_itself"
FIRST_VERSION = "first_version"
BROUGHT_BACK = "brought_back"
LONGEST_REASON = 100


class HistoricalRecords(simple_history.HistoricalRecords):
    """Notes that a version was written by the site itself, by a command or at a set time.

    When a member of staff is deleted their versions lose them; only a note
    tells the two apart afterwards.
    """

    def get_change_reason_for_object(self, instance, history_type, using):
        reason = super().get_change_reason_for_object(instance, history_type, using)
        if not self.get_history_user(instance):
            reason = f"{BY_ITSELF}:{reason}" if reason else BY_ITSELF
        return reason and reason[:LONGEST_REASON]

    def m2m_changed(self, instance, *args, **kwargs):
        # Fixtures are loaded without a version, and then their links; half a version
        # must not come before the first.
        if getattr(type(instance), self.manager_name).filter(id=instance.pk).exists():
            super().m2m_changed(instance, *args, **kwargs)
