"""Work that is no page, measured beside a limit of its own; it uses what lies in measure and in big_site."""
