"""Keep me posted: its form, services and views; may use mail, eligibility and below, never applications."""
