"""Rows, charts and files that leave."""
