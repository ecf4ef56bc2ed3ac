"""The commands of admissions; may use everything below."""
