"""Make the staff's groups and give each exactly its permissions."""

from django.contrib.auth.models import Group, Permission
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

CATALOGUE = [
    "audience",
    "contact",
    "course",
    "courserun",
    "curriculumentry",
    "electivegroup",
    "intake",
    "programme",
    "question",
    "requirement",
    "requirementcase",
    "requirementoption",
    "requirementset",
    "teachingday",
    "textpage",
    "university",
    "voice",
]
KEPT_BY_EDITORS = ["programme", "requirementset", "university"]


def _codes(app, models, verbs):
    return {f"{app}.{verb}_{model}" for model in models for verb in verbs}


EDITOR = _codes("catalogue", CATALOGUE, ["add", "change", "delete", "view"]) - _codes(
    "catalogue", KEPT_BY_EDITORS, ["delete"]
)
COORDINATOR = (
    _codes("catalogue", CATALOGUE, ["add", "change", "delete", "view"])
    | _codes("admissions", ["interest"], ["change", "delete", "view"])
    | {"admissions.view_letter", "admissions.export_interest"}
)
ROLES = {"Editor": EDITOR, "Coordinator": COORDINATOR}


class Command(BaseCommand):
    help = "Makes the groups Editor and Coordinator, or puts their permissions right. Members stay."

    @transaction.atomic
    def handle(self, *args, **options):
        known = {f"{app}.{code}": key for key, app, code in _permissions()}
        for name, codes in ROLES.items():
            unknown = sorted(codes - known.keys())
            if unknown:
                raise CommandError(f"Run migrate first; there is no permission {', '.join(unknown)}.")
            group, _is_new = Group.objects.get_or_create(name=name)
            group.permissions.set(known[code] for code in codes)
            self.stdout.write(f"{name}: {len(codes)} permissions")


def _permissions():
    return Permission.objects.values_list("pk", "content_type__app_label", "codename")
