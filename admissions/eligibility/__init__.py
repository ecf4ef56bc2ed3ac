"""Am I eligible: requirements, targets, form, answer page, view, the kept record; may use models and below."""
