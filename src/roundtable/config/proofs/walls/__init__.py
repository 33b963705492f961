"""Attempts to get behind the second wall, and what both walls cost."""
