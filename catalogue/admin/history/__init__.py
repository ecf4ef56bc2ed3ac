"""Every version of everything, told as acts of people, compared and restored; may use the admin's base."""
