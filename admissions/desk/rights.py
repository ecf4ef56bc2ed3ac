"""Who on the staff may do what in admissions, on top of the catalogue's roles.

| thing | superuser, coordinator | everybody else, editors and auditors too |
|---|---|---|
| interest | view, delete, export, have letters sent again | nothing |
| letter | view | nothing |
| words of a mail | view, change | nothing |

Nobody writes in an interest or a letter; the right to change an interest is the
right to look after its letters.
"""

from django.contrib.auth.backends import BaseBackend

from catalogue.staff.rights import roles_of

COORDINATOR = {
    "admissions.view_interest",
    "admissions.change_interest",
    "admissions.delete_interest",
    "admissions.export_interest",
    "admissions.view_letter",
    "admissions.view_wording",
    "admissions.change_wording",
}


class RoleBackend(BaseBackend):
    """Answers Django's question about permissions in admissions; the same for every row."""

    def has_perm(self, user_obj, perm, obj=None):
        return perm in COORDINATOR and roles_of(user_obj).is_coordinator

    def has_module_perms(self, user_obj, app_label):
        return app_label == "admissions" and roles_of(user_obj).is_coordinator
