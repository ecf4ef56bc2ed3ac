"""Every version of everything, told as people's acts; may use the admin's base."""
