import re
import subprocess
from collections import Counter

from django.utils import timezone

from admissions.models import Letter
from bench.big_site.drafts import make_drafts
from catalogue.models import Programme

LETTERS, PROCESSES, MOST_PASSES = 2000, 4, 20
MESSAGE_ID = re.compile(r"^Message-ID: (\S+)", re.MULTILINE)


def test_each_letter_goes_out_once_when_several_processes_deliver_at_once(site):
    queue_letters()

    shares = deliver(site)
    for _pass in range(MOST_PASSES):
        if not Letter.objects.exclude(state=Letter.State.SENT).exists():
            break
        deliver(site)

    mails = [path.read_text(encoding="utf-8") for path in site.mails.iterdir()]
    sent = Counter(found for mail in mails for found in MESSAGE_ID.findall(mail))
    assert sum(share > 0 for share in shares) > 1, "they did not deliver at the same time"
    assert [found for found, times in sent.items() if times > 1] == []
    assert len(sent) == LETTERS
    assert Letter.objects.filter(state=Letter.State.SENT).count() == LETTERS


def deliver(site):
    """Let all processes deliver at once, each as often as it does; how many letters each sent."""
    running = [site.begin("deliver_mail", output=subprocess.PIPE) for _ in range(PROCESSES)]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0] * PROCESSES, said
    return [sum(map(int, re.findall(r"Letters sent: (\d+)", words))) for words in said]


def queue_letters():
    drafts = make_drafts(Programme.objects.get(), LETTERS, timezone.now(), has_answers=False)
    Letter.objects.bulk_create(
        Letter(
            kind=Letter.Kind.APPLICATION_LINK,
            application=draft,
            to=draft.email,
            language=draft.language,
            subject="Notice",
            text="There is news.",
        )
        for draft in drafts
    )
