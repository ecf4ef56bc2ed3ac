"""A case is what becomes of an application; what a requirement tells apart is called a branch, with all it is known by.

Every row stays under its key: tables are renamed, versions too, and rights that were given by name keep whom they were
given to. The kind of row (its content type) is renamed by Django together with the model.
"""

import django.db.models.deletion
from django.db import migrations, models

OLD, NEW = "requirementcase", "requirementbranch"


def name_rights_anew(apps, schema_editor):
    _rename_rights(apps, schema_editor, OLD, NEW)


def name_rights_as_before(apps, schema_editor):
    _rename_rights(apps, schema_editor, NEW, OLD)


def _rename_rights(apps, schema_editor, old, new):
    """Django names rights after the model and would make new ones beside those that somebody has."""
    rights = apps.get_model("auth", "Permission").objects.using(schema_editor.connection.alias)
    for model in ("", "historical"):
        for right in rights.filter(
            content_type__app_label="catalogue", codename__endswith=f"_{model}{old}"
        ):
            verb = right.codename.split("_", 1)[0]
            right.codename = f"{verb}_{model}{new}"
            right.save(update_fields=["codename"])


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("catalogue", "0007_receive_late_applications"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="requirementcase", name="one_case_per_number"),
        migrations.RenameModel(old_name="RequirementCase", new_name="RequirementBranch"),
        migrations.RenameModel(
            old_name="HistoricalRequirementCase", new_name="HistoricalRequirementBranch"
        ),
        migrations.AlterField(
            model_name="requirementbranch",
            name="requirement",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE,
                related_name="branches",
                to="catalogue.requirement",
                verbose_name="requirement",
            ),
        ),
        migrations.AddConstraint(
            model_name="requirementbranch",
            constraint=models.UniqueConstraint(
                fields=("requirement", "number"), name="one_branch_per_number"
            ),
        ),
        migrations.RunPython(name_rights_anew, name_rights_as_before),
    ]
