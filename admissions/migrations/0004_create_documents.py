import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import admissions.models.document


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0003_create_applications"),
    ]

    operations = [
        migrations.AlterField(
            model_name="event",
            name="action",
            field=models.CharField(
                choices=[
                    ("send", "send"),
                    ("begin_review", "begin_review"),
                    ("request_information", "request_information"),
                    ("answer", "answer"),
                    ("go_on_without", "go_on_without"),
                    ("put_on_waiting_list", "put_on_waiting_list"),
                    ("offer", "offer"),
                    ("refuse", "refuse"),
                    ("accept", "accept"),
                    ("decline", "decline"),
                    ("lapse", "lapse"),
                    ("withdraw", "withdraw"),
                    ("reopen", "reopen"),
                    ("add_document", "add_document"),
                    ("correct_contact", "correct_contact"),
                    ("ask_erasure", "ask_erasure"),
                    ("erase", "erase"),
                ],
                max_length=24,
                verbose_name="step",
            ),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "reference",
                    models.CharField(
                        default=admissions.models.document.new_document_reference,
                        editable=False,
                        max_length=16,
                        unique=True,
                        verbose_name="reference",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("diploma", "diploma"),
                            ("translation", "translation"),
                            ("work", "work"),
                            ("other", "other"),
                        ],
                        max_length=20,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=200, verbose_name="name")),
                ("format", models.CharField(max_length=4, verbose_name="format")),
                ("size", models.PositiveIntegerField(verbose_name="size in bytes")),
                (
                    "checksum",
                    models.CharField(
                        help_text="SHA-256 of the file as it is kept.",
                        max_length=64,
                        verbose_name="checksum",
                    ),
                ),
                (
                    "stored_as",
                    models.CharField(
                        editable=False, max_length=64, unique=True, verbose_name="file"
                    ),
                ),
                (
                    "scan",
                    models.CharField(
                        choices=[
                            ("none", "not looked through, no scanner is set up"),
                            ("waiting", "not looked through yet"),
                            ("clean", "nothing found"),
                            ("bad", "malware found"),
                        ],
                        default="none",
                        max_length=10,
                        verbose_name="malware scan",
                    ),
                ),
                (
                    "added_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="added"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="admissions.application",
                        verbose_name="application",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ["added_at", "pk"],
            },
        ),
    ]
