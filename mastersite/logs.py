"""What may stand in the log: an address with a personal key in it is written without the key."""

import logging
import re

LONGEST_PLAIN_SEGMENT = 40
_KEY = re.compile(rf"/[^/?#\s'\"]{{{LONGEST_PLAIN_SEGMENT},}}")


def without_keys(text: str) -> str:
    """Return the text without long pieces of paths, such as signed keys, and without queries."""
    return re.sub(r"\?[^\s'\"]+", "?…", _KEY.sub("/…", text))


class WithoutKeys(logging.Filter):
    """Take keys and query strings out of a record's message, arguments and path."""

    def filter(self, record):
        record.msg = without_keys(str(record.msg))
        if isinstance(record.args, tuple):
            record.args = tuple(_without_keys(value) for value in record.args)
        for name in ("path", "request"):
            if hasattr(record, name):
                setattr(record, name, without_keys(str(getattr(record, name))))
        return True


def _without_keys(value):
    return without_keys(value) if isinstance(value, str) else value
