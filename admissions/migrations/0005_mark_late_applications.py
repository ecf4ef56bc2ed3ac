from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0004_create_documents"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="is_late",
            field=models.BooleanField(
                default=False, help_text="Sent after the deadline.", verbose_name="late"
            ),
        ),
    ]
