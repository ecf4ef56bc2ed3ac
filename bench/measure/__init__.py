"""How speed is measured: sites and their servers, loads of requests, turns taken with a limit, tables."""
