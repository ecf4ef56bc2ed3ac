"""Work that is no page, measured beside a limit of its own; uses what lies in measure, big_site."""
