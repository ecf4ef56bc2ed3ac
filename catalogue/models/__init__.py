"""The rows of the catalogue: what we teach, who edits it, and the traces of edits and limits."""

from catalogue.models.change import CatalogueChange as CatalogueChange
from catalogue.models.change import CatalogueVersion as CatalogueVersion
from catalogue.models.change import DateChange as DateChange
from catalogue.models.change import FormerAddress as FormerAddress
from catalogue.models.course import Course as Course
from catalogue.models.curriculum import CurriculumEntry as CurriculumEntry
from catalogue.models.curriculum import ElectiveGroup as ElectiveGroup
from catalogue.models.intake import Intake as Intake
from catalogue.models.limits import Asking as Asking
from catalogue.models.link_check import LinkCheck as LinkCheck
from catalogue.models.open_page import OpenPage as OpenPage
from catalogue.models.preview import Preview as Preview
from catalogue.models.programme import Programme as Programme
from catalogue.models.requirements import (
    Requirement as Requirement,
)
from catalogue.models.requirements import (
    RequirementBranch as RequirementBranch,
)
from catalogue.models.requirements import (
    RequirementOption as RequirementOption,
)
from catalogue.models.requirements import (
    RequirementSet as RequirementSet,
)
from catalogue.models.run import CourseRun as CourseRun
from catalogue.models.run import TeachingDay as TeachingDay
from catalogue.models.sessions import OwnedSession as OwnedSession
from catalogue.models.staff import RecoveryCode as RecoveryCode
from catalogue.models.staff import StaffRole as StaffRole
from catalogue.models.texts import Audience as Audience
from catalogue.models.texts import Question as Question
from catalogue.models.texts import TextPage as TextPage
from catalogue.models.texts import Voice as Voice
from catalogue.models.tried_import import TriedImport as TriedImport
from catalogue.models.university import Contact as Contact
from catalogue.models.university import University as University
