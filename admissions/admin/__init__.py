"""Interests, letters and the words of mails in the Django admin; a module for each noun."""

from admissions.admin import interests, letters, wordings

__all__ = ["interests", "letters", "wordings"]
