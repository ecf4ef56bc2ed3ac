"""Mails: composed, queued in the outbox, delivered; signed links; may use models and below, knows no case page."""
