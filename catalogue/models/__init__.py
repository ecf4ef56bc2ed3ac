"""What we teach: universities, programmes, courses, their rules and texts."""

from catalogue.models.course import Course, CourseRun, TeachingDay
from catalogue.models.curriculum import CurriculumEntry, ElectiveGroup
from catalogue.models.intake import Intake
from catalogue.models.programme import Programme
from catalogue.models.requirements import Requirement, RequirementCase, RequirementOption, RequirementSet
from catalogue.models.texts import Audience, Question, TextPage, Voice
from catalogue.models.university import Contact, University

__all__ = [
    "Audience",
    "Contact",
    "Course",
    "CourseRun",
    "CurriculumEntry",
    "ElectiveGroup",
    "Intake",
    "Programme",
    "Question",
    "Requirement",
    "RequirementCase",
    "RequirementOption",
    "RequirementSet",
    "TeachingDay",
    "TextPage",
    "University",
    "Voice",
]
