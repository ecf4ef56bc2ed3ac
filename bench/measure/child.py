"""Prints what `measured` of a module that needs Django gives, in JSON as its options are."""

import importlib
import json
import os
import sys

import django
from django.core.management import call_command

from bench.measure.processes import BenchError


def main(name, options):
    # Models can be imported only once Django has started.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastersite.settings")
    django.setup()
    call_command("migrate", verbosity=0)
    module = importlib.import_module(name)
    try:
        print(json.dumps(module.measured(**json.loads(options))))
    except BenchError as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main(*sys.argv[1:])
