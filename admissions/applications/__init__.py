"""An applicant's application from first link to last letter; may use mail, eligibility and below, never interest."""
