import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import admissions.models.case_letter


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0007_add_original_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="answers",
            name="former",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="What stood here before it was corrected, and until when.",
                verbose_name="former answers",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="ended_at",
            field=models.DateTimeField(
                blank=True,
                help_text="When the case came to its end.",
                null=True,
                verbose_name="closed",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="erasure_asked_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="erasure asked for"),
        ),
        migrations.AddField(
            model_name="application",
            name="held_at",
            field=models.DateTimeField(
                blank=True,
                help_text="While a complaint runs nothing of the case is deleted.",
                null=True,
                verbose_name="held",
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="new_email",
            field=models.EmailField(
                blank=True,
                help_text="Asked for, and not confirmed yet by its link.",
                max_length=254,
                verbose_name="new e-mail",
            ),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm_interest", "confirm the interest"),
                    ("confirm_interest_again", "confirm the interest, already on the list"),
                    ("interest_confirmed", "the interest is confirmed"),
                    ("date_moved", "dates have moved"),
                    ("run_opened", "course runs are announced"),
                    ("application_link", "the link to an application"),
                    ("application_received", "an application is received"),
                    ("application_withdrawn", "an application is withdrawn"),
                    ("draft_ends", "a draft will be deleted"),
                    ("deadline_near", "the deadline of a draft is near"),
                    ("information_requested", "an applicant is asked for something"),
                    ("answer_awaited", "an answer is awaited"),
                    ("answer_received", "an answer is received"),
                    ("decision_made", "a decision is made"),
                    ("place_answered", "an offer is answered"),
                    ("confirm_address", "confirm the new address of an application"),
                    ("address_changed", "the e-mail address of an application is changed"),
                    ("document_received", "a document is received"),
                    ("erasure_asked", "an applicant wishes to be erased"),
                    ("case_date_moved", "dates of what is applied for have moved"),
                ],
                max_length=40,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="wording",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm_interest", "confirm the interest"),
                    ("confirm_interest_again", "confirm the interest, already on the list"),
                    ("interest_confirmed", "the interest is confirmed"),
                    ("date_moved", "dates have moved"),
                    ("run_opened", "course runs are announced"),
                    ("application_link", "the link to an application"),
                    ("application_received", "an application is received"),
                    ("application_withdrawn", "an application is withdrawn"),
                    ("draft_ends", "a draft will be deleted"),
                    ("deadline_near", "the deadline of a draft is near"),
                    ("information_requested", "an applicant is asked for something"),
                    ("answer_awaited", "an answer is awaited"),
                    ("answer_received", "an answer is received"),
                    ("decision_made", "a decision is made"),
                    ("place_answered", "an offer is answered"),
                    ("confirm_address", "confirm the new address of an application"),
                    ("address_changed", "the e-mail address of an application is changed"),
                    ("document_received", "a document is received"),
                    ("erasure_asked", "an applicant wishes to be erased"),
                    ("case_date_moved", "dates of what is applied for have moved"),
                    ("letter_request", "the office asks for something"),
                    ("letter_offer", "offer of a place"),
                    ("letter_conditional_offer", "offer of a place with conditions"),
                    ("letter_waiting_list", "place on the waiting list"),
                    ("letter_refusal", "refusal"),
                ],
                max_length=40,
                unique=True,
                verbose_name="mail",
            ),
        ),
        migrations.CreateModel(
            name="CaseLetter",
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
                        default=admissions.models.case_letter.new_letter_reference,
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
                            ("letter_request", "the office asks for something"),
                            ("letter_offer", "offer of a place"),
                            ("letter_conditional_offer", "offer of a place with conditions"),
                            ("letter_waiting_list", "place on the waiting list"),
                            ("letter_refusal", "refusal"),
                        ],
                        max_length=40,
                        verbose_name="kind",
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=[("da", "Danish"), ("en", "English")],
                        max_length=2,
                        verbose_name="language",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="subject")),
                ("text", models.TextField(verbose_name="text")),
                (
                    "checksum",
                    models.CharField(
                        help_text="SHA-256 of subject and text.",
                        max_length=64,
                        verbose_name="checksum",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="answer by")),
                (
                    "written_at",
                    models.DateTimeField(default=django.utils.timezone.now, verbose_name="written"),
                ),
                ("signed", models.CharField(blank=True, max_length=200, verbose_name="signed")),
                ("answer", models.TextField(blank=True, verbose_name="the applicant’s answer")),
                (
                    "answered_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="answered"),
                ),
                (
                    "reminded_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="reminded"),
                ),
                (
                    "application",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_letters",
                        to="admissions.application",
                        verbose_name="application",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="by",
                    ),
                ),
            ],
            options={
                "verbose_name": "letter of a case",
                "verbose_name_plural": "letters of cases",
                "ordering": ["written_at", "pk"],
            },
        ),
    ]
