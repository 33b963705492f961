"""Disclosure control: nothing that is published, all tables and releases together, tells about a few people.

Shelves, lower first: `relations` (which cells add up to which), `rules` (which cells are sensitive and how wide the
uncertainty around them must be), `programmes` (linear programmes over what is not published), `suppression` (what else
is hidden so that sums do not give it away), `rounding`, `cell_key`, and `attack`, which shares no step with them.
"""
