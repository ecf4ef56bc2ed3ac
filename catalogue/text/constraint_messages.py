"""What the editor is told when a constraint refuses: at which field, in which words."""

from django.utils.translation import gettext_lazy as _

_TITLE = _("Give the title in at least one language.")
_ABOVE_ZERO = _("Give a number above zero.")
_REASON = _("Say why the deadline differs from the rule.")
_OPENS = _("The application must open before it closes.")

CONSTRAINT_WORDS = {
    "course_ects_positive": ("ects", _ABOVE_ZERO),
    "course_has_a_title": ("title_da", _TITLE),
    "one_course_per_code": ("code", _("Another course has this code.")),
    "run_ends_after_it_starts": ("ends_on", _("The end must not lie before the start.")),
    "run_deadline_not_after_start": (
        "deadline_on",
        _("The deadline must not lie after the start."),
    ),
    "run_opens_before_it_closes": ("opens_on", _OPENS),
    "run_exception_has_a_reason": ("deadline_reason_da", _REASON),
    "run_price_not_negative": ("price_dkk", _("The price must not be negative.")),
    "one_teaching_day_per_time": ("on", _("This day and time stand here twice.")),
    "one_teaching_day_without_time": ("on", _("This day stands here twice; give the times.")),
    "teaching_day_ends_after_it_starts": ("ends_at", _("The day must end after it starts.")),
    "programme_ects_positive": ("ects", _ABOVE_ZERO),
    "programme_has_a_title": ("title_da", _TITLE),
    "programme_deadline_is_a_day": (
        "deadline_day",
        _("Give both the month and the day, or neither."),
    ),
    "programme_years_in_order": (
        "years_max",
        _("The longest time must not be shorter than the shortest."),
    ),
    "programme_prices_in_order": (
        "price_max_dkk",
        _("The highest price must not be lower than the lowest."),
    ),
    "group_chooses_courses_or_ects": (
        "choose_courses",
        _("Give either the number of courses or the ECTS to choose."),
    ),
    "a_course_once_per_programme": ("course", _("The course already stands in this programme.")),
    "electives_stand_in_a_group": (
        "group",
        _("An elective stands in an elective group; nothing else does."),
    ),
    "one_intake_a_year": ("year", _("The programme already has an intake of this year.")),
    "intake_exception_has_a_reason": ("deadline_reason_da", _REASON),
    "intake_opens_before_it_closes": ("opens_on", _OPENS),
    "one_set_per_version": ("version", _("The programme already has a set of this version.")),
    "one_requirement_per_number": (
        "number",
        _("The set already has a requirement of this number."),
    ),
    "language_requirement_names_its_language": ("language", _("Say which language.")),
    "one_option_per_code": ("code", _("The requirement already has an answer of this code.")),
    "one_branch_per_number": ("number", _("The requirement already has a case of this number.")),
    "one_text_page_per_programme": ("key", _("The programme already has this page.")),
    "one_text_page_for_the_site": ("key", _("The site already has this page.")),
    "one_university_per_schac_code": ("schac_code", _("Another university has this code.")),
}
