"""The check's questions: what requirements need to know of a background, in the address."""

import re
from dataclasses import replace

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Hidden, Layout, MultiField, Row, Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from admissions.domain.background import NONE_OF_THESE, Background, DegreeKind, LanguageSkill
from admissions.domain.eligibility import RequirementKind
from admissions.eligibility import answers, requirements
from admissions.eligibility.work_rows import COLUMNS, TypedRow, read_row
from admissions.text import eligibility_phrases

MOST_ROWS = 10
_ROW_KEY = re.compile(rf"({'|'.join(COLUMNS)})([1-9]|10)")
_DECLARATION = re.compile(r"decl[0-9]{1,5}")
_QUESTION_KEY = re.compile(r"degree|field|area|asked|rows|level_(da|en)|decl[0-9]{1,5}")


def has_answers(query):
    """Whether an address holds any answer of the check, right or wrong."""
    return any(_ROW_KEY.fullmatch(key) or _QUESTION_KEY.fullmatch(key) for key in query)


def background_in(query, requirement_set, today) -> Background | None:
    """The background that an address tells; None where its answers do not hold."""
    if requirement_set is None or not has_answers(query):
        return None
    form = AdmissionForm(requirement_set, query, today=today)
    return form.background() if form.is_valid() else None


class AdmissionForm(forms.Form):
    """Asks only what the set needs.

    With `data` it judges the answers; with `initial` alone it shows them unjudged. `kept` are
    (name, value) pairs that go on with the answers, such as the course they are about; their values
    are names from the database, never what a visitor typed.
    """

    use_required_attribute = False

    def __init__(self, requirement_set, data=None, *, today, initial=None, kept=(), **kwargs):
        super().__init__(data, initial=initial, **kwargs)
        self.requirement_set = requirement_set
        self.today = today
        self.periods = ()
        self.row_count = 0
        self.fields.update(_degree_questions(requirement_set))
        self.fields.update(_language_questions(requirement_set))
        self.fields.update(_declaration_questions(requirement_set))
        if requirements.of_kind(requirement_set, RequirementKind.WORK):
            told = initial or {} if data is None else data
            self.row_count = _row_count(told)
            self.fields.update(_work_questions(requirement_set, self.row_count))
        self.helper = _helper(self, kept)

    def clean(self):
        given = super().clean()
        if self._needs_field(given) and not given.get("field") and "field" not in self.errors:
            self.add_error("field", self.fields["field"].error_messages["required"])
        if self.row_count:
            self.periods = self._read_work(given)
        return given

    def background(self) -> Background:
        """What was answered, as the domain takes it; only of a form that holds."""
        given = self.cleaned_data
        declared = {name: given[name] for name in self.fields if _DECLARATION.fullmatch(name)}
        degree = DegreeKind(given["degree"]) if "degree" in self.fields else None
        degree_field = given["field"] if self._needs_field(given) else None
        work = self._jobs(given.get("area")) if self.row_count else None
        return Background(
            degree=degree,
            degree_field=degree_field,
            work=work,
            languages=tuple(self._skills()),
            declarations=frozenset(code for code, answer in declared.items() if answer == "yes"),
            denied=frozenset(code for code, answer in declared.items() if answer == "no"),
        )

    def _needs_field(self, given):
        degree = given.get("degree")
        return "field" in self.fields and answers.needs_field(self.requirement_set, degree)

    def _jobs(self, area):
        """The jobs, all in the one area that is asked for."""
        if requirements.has_areas(self.requirement_set):
            return tuple(replace(period, area=area) for period in self.periods)
        return () if area == NONE_OF_THESE else self.periods

    def _skills(self):
        for name in self.fields:
            if name.startswith("level_"):
                told = self.cleaned_data[name]
                level = None if told == NONE_OF_THESE else told
                yield LanguageSkill(name.removeprefix("level_"), level)

    def _read_work(self, given):
        rows = {number: _typed(given, number) for number in range(1, self.row_count + 1)}
        filled = {number: row for number, row in rows.items() if not row.is_empty}
        if not filled and given.get("area") != NONE_OF_THESE:
            filled = {1: rows[1]}
        periods = []
        for number, row in filled.items():
            period, errors = read_row(row, self.today)
            periods.append(period)
            for column, message in errors.items():
                if self.row_count > 1:
                    message = eligibility_phrases.of_job(number, message)
                self.add_error(f"{column}{number}", message)
        return tuple(periods)


def _question(name, label, choices, message, **kwargs):
    errors = {"required": message, "invalid_choice": message}
    field = forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs
    )
    return {name: field}


def _degree_questions(requirement_set):
    rows = requirements.of_kind(requirement_set, RequirementKind.DEGREE)
    if not rows:
        return {}
    label = rows[0].question or eligibility_phrases.usual_question(RequirementKind.DEGREE)
    kinds = answers.degree_choices().items()
    questions = _question("degree", label, kinds, _("Choose your highest completed degree"))
    needing = requirements.degrees_with_fields(requirement_set)
    if not needing:
        return questions
    degrees = [eligibility_phrases.degree(kind) for kind in DegreeKind if kind in needing]
    hint = ""
    if len(degrees) < len(DegreeKind):
        hint = _("Needed only with: %(degrees)s.") % {"degrees": "; ".join(degrees)}
    field = _question(
        "field",
        _("Which field is your degree in?"),
        answers.field_choices(requirement_set).items(),
        _("Choose the field of your degree"),
        required=False,
        help_text=hint,
    )
    field["field"].is_conditional = True
    return questions | field


def _language_questions(requirement_set):
    questions = {}
    for row in answers.language_rows(requirement_set):
        label = row.question or eligibility_phrases.language_question(row.language)
        choices = answers.level_choices(row).items()
        questions |= _question(
            f"level_{row.language}", label, choices, _("Choose the level you have")
        )
    return questions


def _declaration_questions(requirement_set):
    questions = {}
    for row in requirements.of_kind(requirement_set, RequirementKind.DECLARATION):
        name, label = requirements.declaration(row), row.question or row.title
        choices = answers.declaration_choices().items()
        questions |= _question(name, label, choices, _("Answer yes or no"))
    return questions


def _work_questions(requirement_set, row_count):
    rows = requirements.of_kind(requirement_set, RequirementKind.WORK)
    choices = answers.area_choices(requirement_set).items()
    label = rows[0].question
    if requirements.has_areas(requirement_set):
        hint = _("Choose what takes up most of your time.")
        label = label or eligibility_phrases.usual_question(RequirementKind.WORK)
        message = _("Choose what you work with")
        questions = _question("area", label, choices, message, help_text=hint)
    else:
        label = label or _("Do you have relevant work experience?")
        questions = _question("area", label, choices, _("Answer yes or no"))
    by_share = requirement_set.counting == requirement_set.Counting.SHARE
    for number in range(1, row_count + 1):
        questions |= _row_fields(number, by_share=by_share)
    return questions


def _row_fields(number, *, by_share):
    fields = {
        f"m{number}": _digits(_("Month"), 2, "w2"),
        f"y{number}": _digits(_("Year"), 4, "w4"),
        f"tm{number}": _digits(_("Month"), 2, "w2"),
        f"ty{number}": _digits(_("Year"), 4, "w4"),
    }
    if by_share:
        hint = _("In per cent. Leave it empty if the work was full time.")
        fields[f"s{number}"] = _digits(_("Share of full time"), 3, "w4", help_text=hint)
    return fields


def _digits(label, length, width, **kwargs):
    """A short number as typed; a text field, since a number field loses what is not a number."""
    attributes = {
        "class": width,
        "inputmode": "numeric",
        "maxlength": length,
        "autocomplete": "off",
    }
    return forms.Field(label=label, required=False, widget=forms.TextInput(attributes), **kwargs)


def _typed(given, number):
    return TypedRow(*(str(given.get(f"{column}{number}") or "").strip() for column in COLUMNS))


def _row_count(query):
    """One row, or as many as the address holds or asks for, up to the most."""
    numbers = [int(found[2]) for found in map(_ROW_KEY.fullmatch, query) if found]
    asked = str(query.get("rows", ""))
    if re.fullmatch(r"[0-9]{1,4}", asked):
        numbers.append(int(asked))
    return max(1, min(MOST_ROWS, max(numbers, default=1)))


def _helper(form, kept):
    helper = FormHelper()
    helper.form_method = "get"
    helper.form_class = "form mt2"
    questions = [name for name in form.fields if not _ROW_KEY.fullmatch(name)]
    rows = _work_layout(form) if form.row_count else []
    # Enter presses a form's first button, so the answer's comes first and the
    # one for another job after it.
    buttons = [Submit("", _("See the answer"))]
    if 0 < form.row_count < MOST_ROWS:
        more = form.row_count + 1
        template = "admissions/applicant/_another_job.html"
        buttons.append(Submit("rows", more, template=template, formaction=f"#job{more}"))
    hidden = [*kept] if form.row_count else [*kept, ("asked", "1")]
    helper.layout = Layout(
        *questions,
        *rows,
        *(Hidden(name, value) for name, value in hidden),
        Row(*buttons, css_class="mt"),
    )
    return helper


def _work_layout(form):
    """One job as two questions with their hints.

    Of several each in a group, with the hints once, above them.
    """
    questions, (start_hint, end_hint) = job_questions(form.today)
    if form.row_count == 1:
        return _job(form, 1, questions, (start_hint, end_hint))
    hints = [
        HTML(
            format_html(
                '<div class="field"><p class="field__hint" id="jobs_hint">{} {}</p></div>',
                start_hint,
                end_hint,
            )
        )
    ]
    return hints + [
        Fieldset(
            eligibility_phrases.job(number),
            *_job(form, number, (_("Started"), _("Stopped (optional)"))),
            css_class="workrow",
            css_id=f"job{number}",
            aria_describedby="jobs_hint",
        )
        for number in range(1, form.row_count + 1)
    ]


def job_questions(today):
    """When a job began and ended, as questions, and the hints to both."""
    start_hint = _("For example month 9, year %(year)s. We count from the first day of the month.")
    end_hint = _(
        "Leave the end empty if you still work there. "
        "Otherwise we count to the last day of the month."
    )
    questions = _("When did you start working in this field?"), _("When did you stop? (optional)")
    return questions, (start_hint % {"year": today.year - 3}, end_hint)


def _job(form, number, questions, hints=(None, None)):
    start = MultiField(
        questions[0], f"m{number}", f"y{number}", css_id=f"start{number}", help_text=hints[0]
    )
    end = MultiField(
        questions[1], f"tm{number}", f"ty{number}", css_id=f"end{number}", help_text=hints[1]
    )
    return [start, end, f"s{number}"] if f"s{number}" in form.fields else [start, end]
