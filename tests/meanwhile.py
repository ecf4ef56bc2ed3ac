"""What another process does in the middle of what is tested, between two statements."""

from contextlib import contextmanager

from django.db import connection


@contextmanager
def meanwhile(change, *, before):
    """Call `change` once, before the first statement that begins with these words."""
    waiting = [change]

    def another_process(execute, sql, params, many, context):
        if waiting and sql.startswith(before):
            waiting.pop()()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(another_process):
        yield
    assert not waiting, f"no statement began with {before}"
