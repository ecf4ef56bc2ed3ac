from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("admissions", "0011_note_who_was_told_of_which_change"),
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
                    ("hold", "hold"),
                    ("release", "release"),
                    ("erase", "erase"),
                ],
                max_length=24,
                verbose_name="step",
            ),
        ),
    ]
