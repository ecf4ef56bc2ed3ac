"""The check's questions: what a set of requirements needs to know of a background, as a form in the address."""

import re
from dataclasses import replace
from urllib.parse import urlencode

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Fieldset, Hidden, Layout, MultiField, Row, Submit
from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _

from admissions.domain.eligibility import Background, DegreeKind, LanguageSkill, RequirementKind
from admissions.eligibility import requirements
from admissions.eligibility.work_rows import COLUMNS, TypedRow, answers_of, read_row
from admissions.text import eligibility_phrases
from catalogue.text.translation import LocalText

NONE = "none"
ANY = "any"
MOST_ROWS = 10
_ROW_KEY = re.compile(rf"({'|'.join(COLUMNS)})([1-9]|10)")
_QUESTION_KEY = re.compile(r"degree|field|area|asked|rows|level_(da|en)|decl[0-9]{1,5}")


class Answer(LocalText):
    """The label of a possible answer, with the hint that stands below it."""

    hint: str

    def __new__(cls, label, hint=""):
        answer = super().__new__(cls, label, getattr(label, "lang", ""))
        answer.hint = hint
        return answer


def has_answers(query):
    """Whether an address holds any answer of the check, right or wrong."""
    return any(_ROW_KEY.fullmatch(key) or _QUESTION_KEY.fullmatch(key) for key in query)


class AdmissionForm(forms.Form):
    """Asks only what the set needs. With `data` it judges the answers; with `initial` alone it shows them unjudged.

    `kept` are (name, value) pairs that go on with the answers, such as the course they are about; their values
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
            self.row_count = _row_count(initial or {} if data is None else data)
            self.fields.update(_work_questions(requirement_set, self.row_count))
        self.helper = _helper(self, kept)

    def clean(self):
        answers = super().clean()
        if self._needs_field(answers) and not answers.get("field") and "field" not in self.errors:
            self.add_error("field", self.fields["field"].error_messages["required"])
        if self.row_count:
            self.periods = self._read_work(answers)
        return answers

    def background(self):
        """What was answered, as the domain takes it; only of a form that holds."""
        answers = self.cleaned_data
        area = None if answers.get("area") in (NONE, ANY) else answers.get("area")
        has_work = answers.get("area") != NONE or not self._asks_yes_or_no("area")
        field = answers.get("field") if self._needs_field(answers) else None
        return Background(
            degree=DegreeKind(answers["degree"]) if "degree" in self.fields else None,
            degree_field=None if field == NONE else field,
            work=tuple(replace(period, area=area) for period in self.periods) if has_work else (),
            languages=tuple(self._skills()),
            declarations=frozenset(name for name in self.fields if answers.get(name) == "yes"),
        )

    def answers(self):
        """The coded answers as the query of an address: one background, one query."""
        return urlencode(self.answer_pairs())

    def answer_pairs(self):
        pairs = [(name, self.cleaned_data[name]) for name in self._answered()]
        for number, period in enumerate(self.periods, start=1):
            pairs += answers_of(period, number)
        return pairs

    def summary(self):
        """The answers in words, one text a question or a job."""
        labels = [
            dict(self.fields[name].choices)[self.cleaned_data[name]] for name in self._answered()
        ]
        return labels + [
            eligibility_phrases.period(period.starts_on, period.ends_on) for period in self.periods
        ]

    def label_of(self, name):
        """The answer to a question in words; empty where it was not asked or not needed."""
        return (
            dict(self.fields[name].choices)[self.cleaned_data[name]]
            if name in self._answered()
            else ""
        )

    def _answered(self):
        answers = self.cleaned_data
        names = [name for name in self.fields if not _ROW_KEY.fullmatch(name) and answers.get(name)]
        return [name for name in names if name != "field" or self._needs_field(answers)]

    def _needs_field(self, answers):
        needing = requirements.degrees_with_fields(self.requirement_set)
        return "field" in self.fields and answers.get("degree") in needing

    def _asks_yes_or_no(self, name):
        return ANY in dict(self.fields[name].choices)

    def _skills(self):
        for name in self._answered():
            if name.startswith("level_") and self.cleaned_data[name] != NONE:
                language = name.removeprefix("level_")
                known = requirements.levels(self.requirement_set, language)
                yield LanguageSkill(language, known.index(self.cleaned_data[name]) + 1)

    def _read_work(self, answers):
        rows = {number: _typed(answers, number) for number in range(1, self.row_count + 1)}
        filled = {number: row for number, row in rows.items() if not row.is_empty}
        if not filled and answers.get("area") != NONE:
            filled = {1: rows[1]}
        periods = []
        for number, row in filled.items():
            period, errors = read_row(row, self.today)
            periods.append(period)
            for column, message in errors.items():
                self.add_error(
                    f"{column}{number}",
                    eligibility_phrases.of_job(number, message) if self.row_count > 1 else message,
                )
        return tuple(periods)


def _question(name, label, choices, message, **kwargs):
    errors = {"required": message, "invalid_choice": message}
    field = forms.ChoiceField(
        label=label, choices=choices, widget=forms.RadioSelect, error_messages=errors, **kwargs
    )
    return {name: field}


def _choices(options):
    """Each option once, as (code, label with hint)."""
    return {option.code: Answer(option.label, option.hint) for option in options}


def _degree_questions(requirement_set):
    rows = requirements.of_kind(requirement_set, RequirementKind.DEGREE)
    if not rows:
        return {}
    label = rows[0].question or eligibility_phrases.usual_question(RequirementKind.DEGREE)
    kinds = [
        (str(kind), Answer(eligibility_phrases.degree(kind), eligibility_phrases.degree_hint(kind)))
        for kind in DegreeKind
    ]
    questions = _question("degree", label, kinds, _("Choose your highest completed degree"))
    needing = requirements.degrees_with_fields(requirement_set)
    if not needing:
        return questions
    choices = _choices(option for row in rows for option in row.options.all())
    if choices.keys() <= requirements.fields_that_meet(requirement_set):
        choices.setdefault(NONE, _("Another field"))
    degrees = [eligibility_phrases.degree(kind) for kind in DegreeKind if kind in needing]
    hint = (
        _("Needed only with: %(degrees)s.") % {"degrees": "; ".join(degrees)}
        if len(degrees) < len(DegreeKind)
        else ""
    )
    field = _question(
        "field",
        _("Which field is your degree in?"),
        choices.items(),
        _("Choose the field of your degree"),
        required=False,
        help_text=hint,
    )
    field["field"].is_conditional = True
    return questions | field


def _language_questions(requirement_set):
    questions = {}
    for row in requirements.of_kind(requirement_set, RequirementKind.LANGUAGE):
        choices = _choices(row.options.all())
        choices.setdefault(NONE, _("A lower level, or none I can document"))
        label = row.question or eligibility_phrases.language_question(row.language)
        question = _question(
            f"level_{row.language}", label, choices.items(), _("Choose the level you have")
        )
        questions = question | questions
    return questions


def _declaration_questions(requirement_set):
    questions = {}
    for row in requirements.of_kind(requirement_set, RequirementKind.DECLARATION):
        choices = [
            ("yes", eligibility_phrases.yes_or_no(True)),
            ("no", eligibility_phrases.yes_or_no(False)),
        ]
        questions |= _question(
            requirements.declaration(row), row.question or row.title, choices, _("Answer yes or no")
        )
    return questions


def _work_questions(requirement_set, row_count):
    rows = requirements.of_kind(requirement_set, RequirementKind.WORK)
    choices = _choices(option for row in rows for option in row.options.all())
    label = rows[0].question
    if choices:
        choices.setdefault(NONE, _("None of these"))
        hint = _("Choose what takes up most of your time.")
        label = label or eligibility_phrases.usual_question(RequirementKind.WORK)
        questions = _question(
            "area", label, choices.items(), _("Choose what you work with"), help_text=hint
        )
    else:
        choices = {
            ANY: eligibility_phrases.yes_or_no(True),
            NONE: eligibility_phrases.yes_or_no(False),
        }
        label = label or _("Do you have relevant work experience?")
        questions = _question("area", label, choices.items(), _("Answer yes or no"))
    for number in range(1, row_count + 1):
        questions |= _row_fields(
            number, by_share=requirement_set.counting == requirement_set.Counting.SHARE
        )
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


def _typed(answers, number):
    return TypedRow(*(str(answers.get(f"{column}{number}") or "").strip() for column in COLUMNS))


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
    # Enter presses a form's first button, so the answer's comes first and the one for another job after it.
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
    """One job as two questions with their hints; of several each in a group, with the hints once, above them."""
    questions, (start_hint, end_hint) = job_questions(form.today)
    if form.row_count == 1:
        return _job(form, 1, questions, (start_hint, end_hint))
    hints = [
        HTML(
            format_html(
                '<div class="field"><p class="hint" id="jobs_hint">{} {}</p></div>',
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
        "Leave the end empty if you still work there. Otherwise we count to the last day of the month."
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
