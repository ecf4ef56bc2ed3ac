"""Interests, letters and the words of mails in the Django admin; each module registers the models of one noun."""

from admissions.admin import interests, letters, wordings

__all__ = ["interests", "letters", "wordings"]
