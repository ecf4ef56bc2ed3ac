"""Editing the catalogue in the Django admin; each module imported here registers one noun."""

from catalogue.admin import course, programme, requirements, run, staff, texts, university

__all__ = ["course", "programme", "requirements", "run", "staff", "texts", "university"]
