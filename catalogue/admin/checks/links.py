"""The links and images in what staff write, and which links lead nowhere."""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Model, Q
from django.urls import Resolver404, resolve
from django.utils.translation import override

from catalogue.admin.checks.scope import Scope
from catalogue.domain.deadlines import day_in_copenhagen
from catalogue.domain.publish_checks import Result, images_result, is_dead_link, links_result
from catalogue.models import (
    Course,
    FormerAddress,
    LinkCheck,
    Programme,
    Question,
    Requirement,
    TextPage,
    University,
)
from catalogue.text import markdown
from catalogue.text.translation import LANGUAGES, language_columns

MARKDOWN: dict[type[Model], tuple[str, ...]] = {
    Course: ("content", "teaching", "exam", "required", "recommended", "literature"),
    Programme: ("price_covers",),
    Question: ("answer",),
    TextPage: ("body",),
    Requirement: ("text", "ways"),
}
ADDRESSES: dict[type[Model], tuple[str, ...]] = {University: ("website",)}
# Every way in which Markdown can name an address; a text without any is not read.
_MARKS = ("](", "]:", "][", "<http")
# More than Markdown takes for a link, never less: a text is parsed only
# when one of these might be dead.
_ADDRESS = re.compile(r"(?:\]\(|\]:|<)\s*<?([^\s<>]+)")


def markdown_columns(model: type[Model]) -> list[str]:
    return language_columns(MARKDOWN.get(model, ()))


def texts_with_links(scope: Scope) -> Iterator[tuple[type[Model], int, dict[str, str]]]:
    """Yield (model, key, its texts by column) of every row that names an address or an image."""
    for model in MARKDOWN:
        columns = markdown_columns(model)
        wanted = Q()
        for column in columns:
            for mark in _MARKS:
                wanted |= Q(**{f"{column}__contains": mark})
        for key, *texts in (
            _public(scope, model)
            .filter(wanted)
            .order_by("pk")
            .values_list("pk", *columns)
            .iterator()
        ):
            yield model, key, dict(zip(columns, texts, strict=True))


def outside_addresses(scope: Scope) -> set[str]:
    """Every address of another site that staff's texts and columns name; https and http alone."""
    found: set[str] = set()
    for _model, _key, texts in texts_with_links(scope):
        for text in texts.values():
            found.update(_links(text))
    for model, columns in ADDRESSES.items():
        for column in columns:
            found |= set(scope.of(model).exclude(**{column: ""}).values_list(column, flat=True))
    return {address for address in found if is_outside(address)}


def is_outside(address: str) -> bool:
    return address.lower().startswith(("http://", "https://")) and not _path_here(address)


class LinkJudge:
    """Says of addresses whether they lead nowhere.

    Ours are judged by the site as it is, others by when they were last tried.
    """

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    @cached_property
    def _dead(self) -> set[str]:
        tried = LinkCheck.objects.values_list("address", "status", "failing_since", "checked_at")
        dead = set()
        for address, status, since, at in tried:
            failing_since = day_in_copenhagen(since) if since else None
            if is_dead_link(status, failing_since, day_in_copenhagen(at)):
                dead.add(address)
        return dead

    @cached_property
    def _courses(self) -> set[str]:
        former = FormerAddress.objects.filter(programme=None).values_list("slug", flat=True)
        return {*Course.objects.published().values_list("slug", flat=True), *former}

    @cached_property
    def _programmes(self) -> set[str]:
        former = FormerAddress.objects.filter(course=None).values_list("slug", flat=True)
        return {*Programme.objects.published().values_list("slug", flat=True), *former}

    def is_dead(self, address: str) -> bool:
        if address not in self._known:
            path = _path_here(address)
            self._known[address] = not self._exists(path) if path else address in self._dead
        return self._known[address]

    def _exists(self, path: str) -> bool:
        language = path.split("/")[1]
        if language not in LANGUAGES:
            language = settings.LANGUAGE_CODE
        try:
            # Addresses are found in the language that is active.
            with override(language):
                match = resolve(path)
        except Resolver404:
            return False
        slug = match.kwargs.get("slug")
        if slug is None:
            return True
        if match.view_name.startswith("catalogue:course"):
            return slug in self._courses
        if match.view_name.startswith("catalogue:programme"):
            return slug in self._programmes
        return slug in self._programmes or slug in self._courses


def link_results(scope: Scope) -> dict[tuple[type[Model], int], Result]:
    """What the checks of links and images say, by row."""
    judge = LinkJudge()
    results: dict[tuple[type[Model], int], Result] = defaultdict(Result)
    for model, key, texts in texts_with_links(scope):
        links, images = [], []
        for column, text in texts.items():
            links += [(column, link) for link in _suspects(text, judge)]
            images += [(column, alt) for alt in markdown.images(text)]
        dead = {link for column, link in links if judge.is_dead(link)}
        results[(model, key)] += links_result(links, dead) + images_result(images)
    for model, columns in ADDRESSES.items():
        for column in columns:
            for key, address in scope.of(model).exclude(**{column: ""}).values_list("pk", column):
                dead = {address} if judge.is_dead(address) else set()
                results[(model, key)] += links_result([(column, address)], dead)
    return results


def _suspects(text: str, judge: LinkJudge) -> tuple[str, ...]:
    """The links of a text; those seen at a glance where none can be dead.

    Parsing is a hundred times slower.
    """
    if not any(mark in text for mark in _MARKS):
        return ()
    glanced = _ADDRESS.findall(text)
    plain = [address.rstrip(").,;") for address in glanced]
    if not all(address.isascii() for address in plain):
        return _links(text)
    if any(judge.is_dead(address) for address in (*plain, *glanced)):
        return _links(text)
    return tuple(plain)


def _links(text: str) -> tuple[str, ...]:
    return markdown.links(text) if any(mark in text for mark in _MARKS) else ()


def _path_here(address: str) -> str:
    """The path of an address of this site; empty for any other, and for a place on the page."""
    if address.startswith("/"):
        return urlsplit(address).path
    if address.lower().startswith(settings.SITE_URL.lower() + "/"):
        return urlsplit(address).path
    return ""


def _public(scope: Scope, model: type[Model]):
    rows = scope.of(model)
    if scope.with_drafts:
        return rows
    if model is Requirement:
        return rows.filter(requirement_set__is_published=True)
    return rows if model is TextPage else rows.filter(is_published=True)
