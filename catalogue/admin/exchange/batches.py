"""Rows taken some at a time, so that a long file is planned and written step by step."""

from itertools import islice


def in_batches(rows, size=100):
    rows = iter(rows)
    some = list(islice(rows, size))
    while some:
        yield some
        some = list(islice(rows, size))
