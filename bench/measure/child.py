"""Runs the main function of a module that needs Django: `python -m bench.measure.child MODULE ARGUMENT …`."""

import importlib
import os
import sys

import django


def main(arguments):
    # Models can be imported only once Django has started.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mastersite.settings")
    django.setup()
    return importlib.import_module(arguments[0]).main(arguments[1:])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
