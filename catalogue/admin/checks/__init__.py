"""Publish checks: what is missing, contradicts itself or leads nowhere; may use admin's base."""
