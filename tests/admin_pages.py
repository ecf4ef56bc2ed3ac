"""The admin's pages as an editor uses them: sign in, open a page, send it with a few changes."""

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from catalogue.models import University
from catalogue.staff import session_marks


def signed_in(role=None, language="en", university=None):
    """A client for staff with a role (an editor's with a university), or a superuser without."""
    if role:
        edited = university.slug if university else ""
        person = make_staff(university or role.lower(), username=f"{role}-{edited}-{language}")
    else:
        person = User.objects.create_superuser(f"root-{language}", password="x")
    client = Client(headers={"accept-language": language})
    come_in(client, person)
    return client


def make_staff(*roles, username="staff", password=None):
    """A member of staff with these roles: "coordinator", "auditor", or a university they edit."""
    person = User.objects.create_user(username, password=password, is_staff=True)
    for role in roles:
        edited = (
            {"role": "editor", "university": role}
            if isinstance(role, University)
            else {"role": role}
        )
        person.staff_roles.create(**edited)
    return person


def come_in(client, person):
    """Sign somebody in with both factors, the second given just now."""
    client.force_login(person)
    session = client.session
    session[session_marks.MARK] = session_marks.mark(person, session_marks.APP, timezone.now())
    session.save()


def page_of(row):
    return reverse(f"admin:catalogue_{row._meta.model_name}_change", args=[row.pk])


def list_of(model):
    return reverse(f"admin:catalogue_{model._meta.model_name}_changelist")


def add_page_of(model):
    return reverse(f"admin:catalogue_{model._meta.model_name}_add")


def as_shown(page):
    """What a browser would send of the page's form if nobody touched it."""
    values = {name: field.value() for name, field in fields_of(page).items()}
    version = page.context.get("version")
    return {
        name: _sent(value)
        for name, value in {**values, "_version": version}.items()
        if value is not None and value is not False
    }


def fields_of(page):
    """Every field of the page's form and of the rows below it, by its name."""
    forms = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    return {field.html_name: field for form in forms for field in form}


def send(client, address, **changes):
    """Open a page and send its form with changes; None leaves out a field, like an unticked box."""
    values = as_shown(client.get(address)) | changes
    return client.post(
        address, {name: value for name, value in values.items() if value is not None}
    )


def new_row(client, address, prefix, **values):
    """The changes that add one row to an inline of the page."""
    shown = as_shown(client.get(address))
    total = int(shown[f"{prefix}-TOTAL_FORMS"])
    row = {f"{prefix}-{total}-{name}": value for name, value in values.items()}
    return {f"{prefix}-TOTAL_FORMS": total + 1, **row}


def words_of(answer):
    """The page's text without markup's line breaks and no-break spaces."""
    return " ".join(answer.content.decode().replace("\xa0", " ").replace("&nbsp;", " ").split())


def errors_of(answer):
    """All refusals of an answered form by field, those of inlines too; empty where it was saved."""
    if answer.status_code == 302:
        return {}
    found = dict(answer.context["adminform"].form.errors)
    for inline in answer.context["inline_admin_formsets"]:
        whole = inline.formset.non_form_errors()
        found |= {inline.formset.prefix: list(whole)} if whole else {}
        for form in inline.formset.forms:
            found |= {f"{form.prefix}-{name}": words for name, words in form.errors.items()}
    return {name: [str(word) for word in words] for name, words in found.items()}


def _sent(value):
    if value is True:
        return "on"
    return [str(part) for part in value] if isinstance(value, list) else str(value)


def looker():
    """A member of staff who may look at everything and change nothing."""
    return signed_in("auditor")
