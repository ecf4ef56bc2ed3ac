"""Fills a database with a big made-up site: `python -m bench.big_site --programmes 1000 --courses 20000`."""

import argparse
import os
import sys
import time

import django


def main(arguments):
    """Make the site in the database that MASTERSITE_DATABASE_URL or MASTERSITE_VAR names; give the exit status."""
    options = parse(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastersite.settings")
    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - needs Django's start
    from django.utils import timezone  # noqa: PLC0415 - likewise

    from bench.big_site.emptying import NotOursError  # noqa: PLC0415 - likewise
    from bench.big_site.programmes import Size, make_big_site  # noqa: PLC0415 - its models need Django's start

    began = time.monotonic()
    call_command("migrate", verbosity=0)
    size = Size(options.programmes, options.courses, options.runs, options.universities)
    try:
        made = make_big_site(size, options.seed, timezone.localdate())
    except NotOursError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"Made in {time.monotonic() - began:.0f} seconds: {made}.")
    return 0


def parse(arguments):
    """The command line as options; ends the program with a sentence where it makes no sense."""
    parser = argparse.ArgumentParser(prog="python -m bench.big_site", description=__doc__)
    parser.add_argument("--programmes", type=int, default=1000)
    parser.add_argument("--courses", type=int, default=20000, help="at least one a programme")
    parser.add_argument("--runs", type=int, default=None, help="two a course unless said")
    parser.add_argument("--universities", type=int, default=12)
    parser.add_argument(
        "--seed", type=int, default=1, help="another seed makes other titles and texts"
    )
    options = parser.parse_args(arguments)
    if options.programmes < 1 or options.courses < options.programmes or options.universities < 1:
        parser.error("give at least one programme, one university, and a course for each programme")
    if options.runs is not None and options.runs < 0:
        parser.error("the number of runs is 0 or more")
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
