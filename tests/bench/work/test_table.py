from datetime import date
from glob import glob
from pathlib import Path

import pytest

from admissions.domain.eligibility import Outcome, assessment
from admissions.eligibility.requirements import domain_requirements
from bench.measure.processes import BenchError
from bench.measure.sites import measured, place
from bench.measure.turns import Work, take_turns
from bench.work import table as works
from bench.work.assessing import backgrounds
from tests.makers import make_programme, make_requirement_set

RATES = {"rates": [200.0, 100.0, 300.0], "ratios": [0.2, 0.1, 0.3]}


def test_works_and_their_limit_are_measured_in_turns():
    order = []

    def rate(name, value):
        order.append(name)
        return value

    limit, one, two = (
        Work(name, lambda name=name: rate(name, 8.0)) for name in ("limit", "one", "two")
    )

    found = take_turns(limit, [one, two], 2)

    assert order == ["limit", "one", "two", "limit", "one", "two", "limit", "one", "two", "limit"]
    assert found == [
        {"name": "limit", "rates": [8.0, 8.0, 8.0], "ratios": []},
        {"name": "one", "rates": [8.0, 8.0], "ratios": [1.0, 1.0]},
        {"name": "two", "rates": [8.0, 8.0], "ratios": [1.0, 1.0]},
    ]


def test_a_ratio_is_to_the_limits_before_and_after():
    # The first is for nothing: it warms up.
    values = iter([1.0, 4.0, 8.0])
    limit, work = Work("limit", lambda: next(values)), Work("work", lambda: 3.0)

    take_turns(limit, [work], 1)

    assert work.ratios == [0.5]


def test_a_row_tells_the_work_its_limit_and_the_ratio():
    limit = {"name": "pgbench", "rates": [1000.0]}

    rows = works.told("sending", limit, [{"name": "", **RATES}, {"name": ", read first", **RATES}])

    assert rows == [
        ["sending", "200 (100–300)", "pgbench: 1,000 (1,000–1,000)", "0.2 (0.1–0.3)"],
        ["sending, read first", "200 (100–300)", "pgbench: 1,000 (1,000–1,000)", "0.2 (0.1–0.3)"],
    ]


def test_where_there_is_no_pgbench_the_table_says_so(monkeypatch):
    monkeypatch.setattr(works.shutil, "which", lambda *arguments, **options: None)

    assert works.sending_on_postgresql(None, {}) == [
        ["sending an application, PostgreSQL", "not measured: pgbench is not installed", "", ""]
    ]


def test_where_postgresql_does_not_answer_the_table_says_so(monkeypatch):
    monkeypatch.setattr(works.shutil, "which", lambda *arguments, **options: "pgbench")
    nowhere = {"MASTERSITE_DATABASE_URL": "postgres://nobody@127.0.0.1:1/none"}

    ((_name, words, *_rest),) = works.sending_on_postgresql(None, nowhere)

    assert words.startswith("not measured: PostgreSQL cannot be used: ")


def test_what_the_measuring_broke_off_for_stands_in_the_table():
    with (
        place("tried", {}) as env,
        pytest.raises(BenchError, match=r"bench.work.assessing broke off: .*unexpected keyword"),
    ):
        measured("bench.work.assessing", env, laps=3)


def test_pgbench_is_found_among_the_programs_of_the_server_too(monkeypatch):
    monkeypatch.setenv("PATH", "")

    assert bool(works.program()) == bool(glob("/usr/lib/postgresql/*/bin/pgbench"))


@pytest.mark.parametrize(
    ("named", "address"),
    [
        ("postgres://anna@db.example.org/site", "postgres://anna@db.example.org/site"),
        ("sqlite:///site", "postgres://berta@127.0.0.1:5432/postgres"),
        ("", "postgres://berta@127.0.0.1:5432/postgres"),
    ],
    ids=["one that is named", "another database", "nothing named"],
)
def test_the_postgresql_is_the_one_named_else_that_of_this_machine(monkeypatch, named, address):
    monkeypatch.setattr(works.getpass, "getuser", lambda: "berta")

    assert works.postgresql_address({"MASTERSITE_DATABASE_URL": named}) == address


def test_a_place_goes_away_with_what_was_made_there():
    with place("tried", {"MASTERSITE_DATABASE_URL": "sqlite:///elsewhere"}) as env:
        folder = Path(env["MASTERSITE_VAR"])
        (folder / "file").write_text("made")

    assert "MASTERSITE_DATABASE_URL" not in env
    assert not folder.exists()


@pytest.mark.django_db
def test_the_backgrounds_that_are_judged_lead_to_every_outcome():
    rows = make_requirement_set(make_programme())
    requirements, mix = domain_requirements(rows), backgrounds(rows)

    outcomes = {
        assessment(requirements, background, date(2026, 11, 25)).outcome for background in mix
    }

    assert outcomes == set(Outcome)
    assert len(set(mix)) == len(mix) > 100
