"""What we teach: programmes, courses, runs, deadlines, requirements. It has never heard of admissions."""
