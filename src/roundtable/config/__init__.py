"""Wiring only: settings, root addresses, the server's entry and the `roundtable` command."""
