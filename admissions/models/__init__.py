"""Those who asked to be kept posted, those who apply, the letters to both, and their words."""

from admissions.models.application import Answers as Answers
from admissions.models.application import Application as Application
from admissions.models.application import Event as Event
from admissions.models.case_letter import CaseLetter as CaseLetter
from admissions.models.columns import PERSONAL_COLUMNS as PERSONAL_COLUMNS
from admissions.models.columns import PLAIN_COLUMNS as PLAIN_COLUMNS
from admissions.models.document import Document as Document
from admissions.models.interest import Interest as Interest
from admissions.models.letter import Letter as Letter
from admissions.models.told import ToldChange as ToldChange
from admissions.models.wording import PLACEHOLDERS as PLACEHOLDERS
from admissions.models.wording import WORDS as WORDS
from admissions.models.wording import Wording as Wording
from admissions.models.wording import original_wording as original_wording
from catalogue.text.translation import LANGUAGE_CHOICES as LANGUAGE_CHOICES
