"""Mails: composed, queued, delivered; signed links; may use models and below, no case page."""
