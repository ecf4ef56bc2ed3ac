"""Who on the staff may see and change what: the one rule that pages, lists and imports ask.

Roles are rows (`StaffRole`) and add up; a member of staff without one may nothing, and a superuser
may all. A course belongs to its host university; a run to its own host, else to its course's; a
contact to its university. What belongs to no university is the coordinator's alone.

| thing | coordinator | editor of a university | auditor |
|---|---|---|---|
| course | all | view, change own; add one hosted there; delete an own draft if unused | view |
| course run, teaching day | all | the same; add to their own courses | view |
| contact | all | view, add, change their own; view who coordinates their courses | view |
| university | all, but delete none that has editors | view their own | view |
| programme | all | view those theirs is home of, partner in, or has courses in | view |
| everything else that staff write | all | nothing | view |
| moved dates, former addresses, tried links | view | nothing | view |
| roles, recovery codes, the catalogue's version | nothing | nothing | nothing |
| import, export of courses and runs | yes | their own | no |

What has been published is the coordinator's to delete: somebody may have been told of it. Who may
see a thing and may not do something to it is answered 403; who may not see it, 404.
"""

from dataclasses import dataclass

from django.apps import apps
from django.contrib.auth.backends import BaseBackend, ModelBackend
from django.db.models import Exists, OuterRef, Q

from catalogue import models as rows
from catalogue.models import (
    Contact,
    Course,
    CourseRun,
    CurriculumEntry,
    Programme,
    StaffRole,
    TeachingDay,
    University,
)

WRITTEN = {
    rows.Audience,
    rows.Contact,
    rows.Course,
    rows.CourseRun,
    rows.CurriculumEntry,
    rows.ElectiveGroup,
    rows.Intake,
    rows.Preview,
    rows.Programme,
    rows.Question,
    rows.Requirement,
    rows.RequirementBranch,
    rows.RequirementOption,
    rows.RequirementSet,
    rows.TeachingDay,
    rows.TextPage,
    rows.University,
    rows.Voice,
}
READ = WRITTEN | {rows.DateChange, rows.FormerAddress, rows.LinkCheck}
EXCHANGED = {Course, CourseRun}
VERBS = {"view", "add", "change", "delete", "import", "export"}


@dataclass(frozen=True)
class Roles:
    """What somebody's roles come to; `universities` holds the keys of those they edit."""

    is_superuser: bool = False
    is_coordinator: bool = False
    is_auditor: bool = False
    universities: frozenset[int] = frozenset()

    @property
    def is_any(self):
        return self != NOBODY

    def all_of(self, verb, model):
        """Whether the verb is allowed with every row of the model, so that no row need be asked."""
        if self.is_superuser:
            return True
        if verb == "view":
            return (self.is_coordinator or self.is_auditor) and model in READ
        # Editors' roles would go with their university, and roles are
        # not the coordinator's to take.
        return self.is_coordinator and model in WRITTEN and (verb, model) != ("delete", University)


NOBODY = Roles()


def roles_of(user):
    """The user's roles, read once and kept on the user for the rest of the request."""
    if not user.is_active:
        return NOBODY
    if user.is_superuser:
        return Roles(is_superuser=True)
    if not user.is_staff:
        return NOBODY
    if not hasattr(user, "_catalogue_roles"):
        held = list(user.staff_roles.values_list("role", "university"))
        user._catalogue_roles = Roles(
            is_coordinator=(StaffRole.Role.COORDINATOR, None) in held,
            is_auditor=(StaffRole.Role.AUDITOR, None) in held,
            universities=frozenset(key for role, key in held if role == StaffRole.Role.EDITOR),
        )
    return user._catalogue_roles


def universities_of(user):
    """The universities whose courses and runs the user keeps as their editor."""
    return University.objects.filter(pk__in=roles_of(user).universities)


def may(user, verb, thing):
    """Whether the user may do this to a row, or, asked of a model, to any of its rows at all.

    The verb is view, add, change, delete, import or export. A row is judged as it is saved, since
    in memory it may hold what was posted; a row to be added is judged as it stands.
    """
    roles = roles_of(user)
    if verb in ("import", "export"):
        return _may_exchange(user, verb, thing)
    if isinstance(thing, type):
        some = roles.is_coordinator and (verb, thing) == ("delete", University)
        return some or roles.all_of(verb, thing) or thing in _own(roles, verb)
    if roles.all_of(verb, type(thing)):
        return True
    if verb == "add":
        return _may_add(user, thing)
    return _limited(user, verb, type(thing)._default_manager).filter(pk=thing.pk).exists()


def keeps(user, row):
    """Whether the row as it stands in memory is one that the user may write.

    Asked before a row is saved: without it an editor could give a course
    away, or take what is nobody's.
    """
    roles = roles_of(user)
    return roles.all_of("change", type(row)) or (
        type(row) in _KEPT and university_of(row) in roles.universities
    )


def university_of(row):
    """The key of the university that a course, a run, a teaching day or a contact belongs to.

    None: to none.
    """
    if isinstance(row, TeachingDay):
        return university_of(row.run)
    if isinstance(row, CourseRun):
        course = getattr(row, "course", None)
        return row.host_id or (course and course.host_id)
    return row.university_id if isinstance(row, Contact) else row.host_id


def visible(user, queryset):
    """Limit the queryset to what the user may view."""
    return _limited(user, "view", queryset)


def changeable(user, queryset):
    """Limit the queryset to what the user may change."""
    return _limited(user, "change", queryset)


def deletable(user, queryset):
    """Limit the queryset to what the user may delete."""
    return _limited(user, "delete", queryset)


def _limited(user, verb, queryset):
    roles, model = roles_of(user), queryset.model
    if roles.all_of(verb, model):
        return queryset.all()
    if roles.is_coordinator and (verb, model) == ("delete", University):
        return queryset.filter(staff_roles=None)
    own = _own(roles, verb).get(model)
    return queryset.filter(own(sorted(roles.universities))) if own else queryset.none()


def _own(roles, verb):
    """By model, the condition that picks an editor's rows by the keys of their universities."""
    own = {"view": _SEEN, "add": _KEPT, "change": _KEPT, "delete": _DELETED}[verb]
    return own if roles.universities else {}


def _may_add(user, row):
    """A run is added to a course of one's own; whose run it becomes is asked too."""
    if not keeps(user, row):
        return False
    return not isinstance(row, CourseRun) or keeps(user, row.course)


def _may_exchange(user, verb, thing):
    """Taking courses and runs out or in is a right of its own, and each row is asked besides."""
    roles = roles_of(user)
    model = thing if isinstance(thing, type) else type(thing)
    if model not in EXCHANGED or not (
        roles.is_superuser or roles.is_coordinator or roles.universities
    ):
        return False
    needed = "view" if verb == "export" else "change"
    return model is thing or may(user, needed, thing)


def _runs(keys, path=""):
    hosted = {f"{path}host__in": keys}
    left_to_the_course = {f"{path}host": None, f"{path}course__host__in": keys}
    return Q(**hosted) | Q(**left_to_the_course)


def _seen_programmes(keys):
    """By subqueries: joined, a programme would come once for each partner and each course."""
    partnerships = Programme.partners.through.objects.filter(university__in=keys)
    entries = CurriculumEntry.objects.filter(course__host__in=keys)
    homes = Course.objects.filter(host__in=keys, home_programme__isnull=False)
    return (
        Q(home_university__in=keys)
        | Q(pk__in=partnerships.values("programme"))
        | Q(pk__in=entries.values("programme"))
        | Q(pk__in=homes.values("home_programme"))
    )


def _seen_contacts(keys):
    coordinators = Course.objects.filter(host__in=keys, coordinator__isnull=False)
    return Q(university__in=keys) | Q(pk__in=coordinators.values("coordinator"))


def _draft_courses(keys):
    """Unpublished and without what others made of them.

    Runs go with their course, each being asked itself.
    """
    others_runs = CourseRun.objects.exclude(
        pk__in=CourseRun.objects.filter(_draft_runs(keys)).values("pk")
    )
    return (
        Q(host__in=keys, is_published=False)
        & _unused(Course, besides={"runs", "former_addresses", "previews"})
        & ~Exists(others_runs.filter(course=OuterRef("pk")))
    )


def _draft_runs(keys):
    return _runs(keys) & Q(is_published=False) & _unused(CourseRun, besides={"teaching_days"})


def _unused(model, besides):
    """Rows to which nothing points but their own parts.

    Apps that the catalogue has not heard of are asked too.
    """
    condition = Q()
    for relation in model._meta.related_objects:
        if relation.get_accessor_name() not in besides:
            pointing = relation.related_model._base_manager.filter(
                **{relation.field.name: OuterRef("pk")}
            )
            condition &= ~Exists(pointing)
    return condition


_KEPT = {
    Contact: lambda keys: Q(university__in=keys),
    Course: lambda keys: Q(host__in=keys),
    CourseRun: _runs,
    TeachingDay: lambda keys: _runs(keys, "run__"),
}
_SEEN = {
    **_KEPT,
    Contact: _seen_contacts,
    Programme: _seen_programmes,
    University: lambda keys: Q(pk__in=keys),
}
_DELETED = {Course: _draft_courses, CourseRun: _draft_runs, TeachingDay: _KEPT[TeachingDay]}


class PasswordBackend(ModelBackend):
    """Django's way of signing in and no more: permissions of users and groups count nothing."""

    def get_all_permissions(self, user_obj, obj=None):
        return set()


class RoleBackend(BaseBackend):
    """Answers Django's question about permissions in the catalogue, of rows and of models."""

    def has_perm(self, user_obj, perm, obj=None):
        app, _dot, code = perm.partition(".")
        verb, _underscore, name = code.partition("_")
        if app != "catalogue" or verb not in VERBS:
            return False
        try:
            model = apps.get_model(app, name)
        except LookupError:
            return False
        thing = model if obj is None else obj
        return may(user_obj, verb, thing)

    def has_module_perms(self, user_obj, app_label):
        return app_label == "catalogue" and roles_of(user_obj).is_any
