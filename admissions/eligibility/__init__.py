"""Am I eligible: requirements, targets, form, answer, kept record; may use models and below."""
