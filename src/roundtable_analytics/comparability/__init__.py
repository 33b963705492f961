"""Comparability: what a series counts, how well two series can be read side by side, and what must travel with a sum.

Shelves, lower first: `sheets` (the definition sheet of a series), `grades` (of one series and of a pair, with reasons),
`together` (sums and rankings that refuse, or carry their caveats), `mirror` (what two states report of one corridor).
"""
