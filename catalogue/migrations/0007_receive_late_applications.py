from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("catalogue", "0006_say_what_a_change_changes"),
    ]

    operations = [
        migrations.AddField(
            model_name="historicalprogramme",
            name="accepts_late",
            field=models.BooleanField(
                default=False,
                help_text="After the deadline an application can still be sent until the start, and is marked as late.",
                verbose_name="late applications are received",
            ),
        ),
        migrations.AddField(
            model_name="programme",
            name="accepts_late",
            field=models.BooleanField(
                default=False,
                help_text="After the deadline an application can still be sent until the start, and is marked as late.",
                verbose_name="late applications are received",
            ),
        ),
    ]
