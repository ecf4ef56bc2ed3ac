"""How speed is measured: sites and their servers, loads of requests, turns with a limit, tables."""
