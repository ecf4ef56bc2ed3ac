"""Every address of the admin, by every role, with every kind of row: found from the addresses."""

import pytest
from django.conf import settings as project
from django.contrib.admin import site
from django.db import transaction
from django.test import Client
from django.urls import get_resolver

from tests.admin_pages import come_in
from tests.catalogue.staff.makers import ROLES, TABLE, make_world, may_add, may_list, rights_of

# A thousand pages; who may open them is decided in Python.
pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

KEY = "<path:object_id>/"
# The pages that every model has: which right each asks to be opened and to be sent;
# None: nothing beyond being staff.
ROW_PAGES = {
    f"{KEY}change/": ("v", "c"),
    f"{KEY}delete/": ("d", "d"),
    f"{KEY}history/": ("v", "v"),
    KEY: (None, None),
}
# Pages of single models besides those: "app/model/page" with the rights to open
# and to send it, of a row ...
OTHER_ROW_PAGES = {
    "auth/user/<id>/password/": ("c", "c"),
    "auth/user/<path:object_id>/reset-second-factor/": ("c", "c"),
    **{
        f"catalogue/{model}/{KEY}history/<int:number>/": ("c", "c")
        for model in (
            "contact",
            "course",
            "courserun",
            "programme",
            "question",
            "requirement",
            "requirementset",
            "textpage",
            "university",
            "voice",
        )
    },
    **{
        f"catalogue/{model}/{KEY}preview/": ("c", "c")
        for model in ("course", "programme", "question", "textpage")
    },
    f"admissions/wording/{KEY}preview/": ("v", "v"),
}
# ... of a model, for those who may take courses and runs out and bring them back ...
MODEL_PAGES = {
    f"catalogue/{model}/{page}": answers
    for model in ("course", "courserun")
    for page, answers in {
        "import/": (200, 200),
        "import/confirm/": (405, 302),
        "export/": (200, 200),
    }.items()
}
EXCHANGING = {"superuser", "coordinator", "editor of A", "editor of B", "editor of both"}
# ... and pages of the whole site, with the answer to staff and to visitors; 302 sends to the login.
SITE_PAGES = {
    "": (200, 302),
    "login/": (302, 200),
    "logout/": (405, 302),
    "password_change/": (200, 302),
    "password_change/done/": (200, 302),
    "autocomplete/": (403, 302),
    "jsi18n/": (200, 302),
    "login/code/": (302, 302),
    "typed/": (302, 302),
    "second-factor/": (200, 302),
    "second-factor/app/": (200, 302),
    "second-factor/codes/": (302, 302),
    "second-factor/codes/kept/": (302, 302),
    "as-of/": (200, 302),
    "changes/": (200, 302),
    "checks/": (403, 302),
    "checks/findings.csv": (403, 302),
    "next-year/": (403, 302),
    # None of our things has an address of its own there, so it leads nowhere.
    "r/<path:content_type_id>/<path:object_id>/": (404, 302),
    r"^(?P<app_label>auth|catalogue|admissions)/$": None,
    "(?P<url>.*)$": (404, 302),
}


def addresses(patterns, before=""):
    for pattern in patterns:
        route = before + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from addresses(pattern.url_patterns, route)
        elif route.startswith("admin/"):
            yield route.removeprefix("admin/")


@pytest.fixture
def world(settings):
    options = {"loaders": ["tests.catalogue.staff.blank_pages.BlankLoader"]}
    options |= {"context_processors": project.TEMPLATES[0]["OPTIONS"]["context_processors"]}
    settings.TEMPLATES = [{"BACKEND": project.TEMPLATES[0]["BACKEND"], "OPTIONS": options}]
    return make_world()


def client_of(world, role):
    client = Client()
    come_in(client, world.people[role])
    return client


def test_every_address_of_the_admin_is_expected_here():
    models = [f"{model._meta.app_label}/{model._meta.model_name}/" for model in site._registry]
    pages = [f"{model}{page}" for model in models for page in ["", "add/", *ROW_PAGES]]

    found = {
        route
        for route in addresses(get_resolver().url_patterns)
        if not route.startswith("^(?P<app_label>")
    }

    assert sorted(TABLE) == sorted(model.rstrip("/") for model in models)
    assert found == {
        *pages,
        *OTHER_ROW_PAGES,
        *MODEL_PAGES,
        *(page for page in SITE_PAGES if not page.startswith("^")),
    }


def row_pages():
    for model, names in TABLE.items():
        for page, rights in ROW_PAGES.items():
            yield from ((model, name, page, rights) for name in names)
    for route, rights in OTHER_ROW_PAGES.items():
        app, name, page = route.split("/", 2)
        yield from ((f"{app}/{name}", row, page, rights) for row in TABLE[f"{app}/{name}"])


def address_of(model, row, page):
    """The page's address for the row; of its versions, the newest."""
    if "<int:number>" in page:
        page = page.replace("<int:number>", str(row.history.first().history_id))
    return f"/admin/{model}/{page.replace(KEY, f'{row.pk}/').replace('<id>', str(row.pk))}"


def expected(held, asked):
    if asked is None:
        return [302]
    if not held:
        return [404]
    return [200, 302] if asked in held else [403]


@pytest.mark.parametrize("role", ROLES)
def test_every_page_of_every_row_answers_each_role_as_the_table_says(world, role):
    client = client_of(world, role)
    for model, name, page, (to_open, to_send) in row_pages():
        row = world.rows[model][name]
        address = address_of(model, row, page)
        held, where = rights_of(role, model, name), f"{role}: {address} ({name})"

        assert client.get(address).status_code in expected(held, to_open), where
        with transaction.atomic():
            sent = client.post(address, {"post": "yes"} if "delete" in page else {})
            is_there = type(row).objects.filter(pk=row.pk).exists()
            transaction.set_rollback(True)
        assert sent.status_code in expected(held, to_send), where
        assert is_there or "delete" in page, where


@pytest.mark.parametrize("role", ROLES)
def test_every_list_shows_each_role_its_rows_and_deletes_no_others(world, role):
    client = client_of(world, role)
    for model, names in TABLE.items():
        address, rows = f"/admin/{model}/", world.rows[model]
        held = {name: rights_of(role, model, name) for name in names}
        page = client.get(address)

        assert page.status_code == (200 if may_list(role, model) else 403), f"{role}: {address}"
        if page.status_code == 200:
            listed = {row.pk for row in page.context["cl"].queryset} & {
                row.pk for row in rows.values()
            }
            assert listed == {rows[name].pk for name in names if held[name]}, f"{role}: {address}"
        for name, row in rows.items():
            with transaction.atomic():
                client.post(
                    address,
                    {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"},
                )
                is_there = type(row).objects.filter(pk=row.pk).exists()
                transaction.set_rollback(True)
            assert is_there or "d" in held[name], f"{role}: delete {name} in {address}"


@pytest.mark.parametrize("role", ROLES)
def test_every_form_to_add_opens_for_those_who_may(world, role):
    client = client_of(world, role)
    for model in TABLE:
        address = f"/admin/{model}/add/"
        wanted = 200 if may_add(role, model) else 403

        assert (client.get(address).status_code, client.post(address, {}).status_code) == (
            wanted,
            wanted,
        ), address


@pytest.mark.parametrize("role", ROLES)
def test_tables_are_taken_out_and_brought_back_by_those_who_may(world, role):
    client = client_of(world, role)
    for page, answers in MODEL_PAGES.items():
        wanted = answers if role in EXCHANGING else (405 if answers[0] == 405 else 403, 403)

        sent = client.post(f"/admin/{page}", {})
        assert (client.get(f"/admin/{page}").status_code, sent.status_code) == wanted, page


def searched_fields():
    """Every field that searches while one types, with the model that it finds."""
    for model_admin in site._registry.values():
        for each in (
            model_admin,
            *(inline(model_admin.model, site) for inline in model_admin.inlines),
        ):
            for name in each.autocomplete_fields:
                yield each.model, name, each.model._meta.get_field(name).remote_field.model


# A requirement goes into a draft set alone, since a published one never changes.
NOT_OFFERED = {("requirement", "requirement_set"): "published"}


@pytest.mark.parametrize("role", ROLES)
def test_every_search_in_a_field_finds_each_role_its_own_rows(world, role):
    client = client_of(world, role)
    for model, field, found in searched_fields():
        target = f"{found._meta.app_label}/{found._meta.model_name}"
        query = {
            "app_label": model._meta.app_label,
            "model_name": model._meta.model_name,
            "field_name": field,
        }

        answer = client.get("/admin/autocomplete/", query)

        assert answer.status_code == (200 if may_list(role, target) else 403), f"{role}: {query}"
        if answer.status_code == 200:
            keys = {row["id"] for row in answer.json()["results"]}
            rows = {str(row.pk): name for name, row in world.rows[target].items()}
            assert {rows[key] for key in keys & set(rows)} == {
                name
                for name in rows.values()
                if rights_of(role, target, name)
                and name != NOT_OFFERED.get((model._meta.model_name, field))
            }, f"{role}: {query}"


@pytest.mark.parametrize("role", ["no role", "visitor"])
def test_the_pages_of_the_whole_site_answer_staff_and_visitors(world, role):
    client = Client() if role == "visitor" else client_of(world, role)
    for page, answers in SITE_PAGES.items():
        if answers is None:
            continue
        address = page.replace("<path:content_type_id>/<path:object_id>", f"1/{world.a.pk}")
        address = address.replace("(?P<url>.*)$", "nowhere")

        assert client.get(f"/admin/{address}").status_code == answers[role == "visitor"], page


@pytest.mark.parametrize("app", ["catalogue", "admissions", "auth"])
def test_the_page_of_an_app_is_there_for_those_who_have_something_in_it(world, app):
    for role in ROLES:
        wanted = (
            200 if any(may_list(role, model) for model in TABLE if model.startswith(app)) else 404
        )

        assert client_of(world, role).get(f"/admin/{app}/").status_code == wanted, role


def test_a_visitor_is_sent_to_the_login_from_every_page_of_every_row(world):
    client = Client()
    for model, name, page, _rights in row_pages():
        address = address_of(model, world.rows[model][name], page)
        for answer in (client.get(address), client.post(address, {})):
            assert (answer.status_code, answer.url) == (302, f"/admin/login/?next={address}")
    for model in TABLE:
        for page in ("", "add/"):
            assert (
                client.get(f"/admin/{model}/{page}").url
                == f"/admin/login/?next=/admin/{model}/{page}"
            )
