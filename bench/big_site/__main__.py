"""Fills a database with a big made-up site: `python -m bench.big_site --programmes 1000`."""

import argparse
import os
import sys
import time

import django


def main(arguments):
    """Make it in the database of MASTERSITE_DATABASE_URL or MASTERSITE_VAR."""
    options = parsed(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastersite.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django's start
    from django.utils import timezone  # noqa: PLC0415 - likewise

    from bench.big_site.make import NotOursError, Size, make_big_site  # noqa: PLC0415 - likewise

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    size = Size(options.programmes, options.courses)
    try:
        made = make_big_site(size, options.seed, timezone.localdate())
    except NotOursError as problem:
        sys.exit(str(problem))
    print(f"Made in {time.monotonic() - began:.0f} seconds: {made}.")


def parsed(arguments):
    """The command line as options; ends the program with a sentence where it makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m bench.big_site", description=__doc__)
    parser.add_argument("--programmes", type=int, default=1000)
    parser.add_argument("--courses", type=int, default=20000, help="at least one a programme")
    parser.add_argument("--seed", type=int, default=1, help="another makes other titles and texts")
    options = parser.parse_args(arguments)
    if not 1 <= options.programmes <= options.courses:
        parser.error("give at least one programme, and a course for each programme")
    return options


if __name__ == "__main__":
    main(sys.argv[1:])
