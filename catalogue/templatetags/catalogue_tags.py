"""The few formats and drawings a template cannot do by itself."""

from decimal import Decimal
from functools import lru_cache

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from catalogue.domain.curriculum import Kind
from catalogue.domain.curriculum import bands as curriculum_bands
from catalogue.domain.fingerprint import fingerprint
from catalogue.text import markdown, phrases

register = template.Library()

UPRIGHT_HEIGHT_PER_ECTS = Decimal("8.64")

register.filter("ects", phrases.ects)
register.filter("day", phrases.day)
register.filter("short_day", phrases.short_day)
register.filter("short_date", phrases.short_date)
register.filter("kroner_to", phrases.kroner_between)
register.filter("delivery", phrases.delivery)
register.filter("kroner", phrases.kroner)
register.filter("number", phrases.number)
register.filter("days_left", phrases.days_left)
register.filter("kind", phrases.kind)
register.filter("languages", phrases.languages)
register.filter("state", phrases.state)
register.filter("state_sentence", phrases.state_sentence)
register.filter("state_class", phrases.state_class)
register.filter("markdown", markdown.rendered)
register.filter("plain", markdown.plain)


@register.simple_tag
def foreign(text):
    """A text from the catalogue, marked with its language when that is not the page's."""
    language = getattr(text, "lang", "")
    return format_html('<span lang="{}">{}</span>', language, text) if language else text


@register.filter
def lang_attribute(text):
    """The lang attribute of a text in another language than the page's, for its element."""
    language = getattr(text, "lang", "")
    return format_html(' lang="{}"', language) if language else ""


@register.simple_tag
def band(identity=None, ects=None, share=None):
    """A course's band as inline SVG; without an identity the band is plain.

    `ects` sets the height of an upright band, `share` (0 to 100) the width of a lying one. The SVG
    is decoration: the words beside it carry the meaning.
    """
    size = ""
    if ects is not None:
        size = format_html(' height="{}"', _short(ects * UPRIGHT_HEIGHT_PER_ECTS))
    if share is not None:
        size = format_html(' width="{}%"', _short(share))
    return format_html(
        '<svg class="band"{} viewBox="0 0 100 100" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">'
        "<g>{}</g></svg>",
        size,
        _lines(identity),
    )


@register.simple_tag
def length(ects):
    """What gives an item of a strip its share of the width: 1000 units to one ECTS."""
    return format_html(
        '<span class="len" aria-hidden="true">'
        '<svg width="{}" height="1" focusable="false"></svg></span>',
        _short(ects * 1000),
    )


@register.simple_tag
def ticks(ects):
    """The ruler below a band: a long tick where it begins, a short one every 2.5 ECTS."""
    steps = int(ects / Decimal("2.5"))
    marks = "".join(
        f"M{_short(Decimal('2.5') * step)} 0V.5"
        for step in range(1, steps + 1)
        if Decimal("2.5") * step < ects
    )
    return format_html(
        '<svg class="strip__ticks" viewBox="0 0 {0} 1" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">'
        '<path d="M0 0V1M0 0H{0}{1}"/></svg>',
        _short(ects),
        marks,
    )


@register.simple_tag
def programme_line(programme):
    """The line below the header: the programme's bands to scale.

    A hairline where there is no one programme.
    """
    if not programme:
        # Safe: a literal without anything from outside, as in _lines below.
        return mark_safe(
            '<svg class="top__line" aria-hidden="true">'
            '<rect class="plain" width="100%" height="1"/></svg>'
        )
    bands = curriculum_bands(*programme.curriculum())
    total = programme.ects
    pieces = format_html_join(
        "",
        '<rect class="{}" x="{}" width="{}" height="5"/>',
        ((band.kind, _short(band.starts_at), _short(band.ects - total / 400)) for band in bands),
    )
    return format_html(
        '<svg class="top__line" viewBox="0 0 {} 5" preserveAspectRatio="none"'
        ' aria-hidden="true" focusable="false">{}</svg>',
        _short(total),
        pieces,
    )


@register.simple_tag
def programme_mark(programme):
    """The bars of the site's mark: one a band, in a column of its kind.

    One of each where there is no one programme.
    """
    kinds = (
        [band.kind for band in curriculum_bands(*programme.curriculum())]
        if programme
        else list(Kind)
    )
    step = Decimal(28) / max(len(kinds), 1)
    height, columns = _short(step * Decimal("0.62")), list(Kind)
    bars = []
    for row, kind in enumerate(kinds):
        bars.append((kind, 10 * columns.index(kind), _short(step * row), height))
    return format_html_join("", '<path class="{}" d="M{} {}h8v{}h-8z"/>', bars)


@lru_cache(maxsize=4096)
def _lines(identity):
    if identity is None:
        # Safe: a literal without anything from outside.
        return mark_safe('<path d="M0 0H100V100H0z"/>')
    clear, faint = [], []
    for line in fingerprint(identity):
        lines = faint if line.is_faint else clear
        lines.append(f"M{line.starts_at} 0h{line.width}v100h-{line.width}z")
    return format_html(
        '<path d="{}"/><path class="band__faint" d="{}"/>', "".join(clear), "".join(faint) or "M0 0"
    )


def _short(value):
    return f"{Decimal(value).quantize(Decimal('0.01')).normalize():f}"
