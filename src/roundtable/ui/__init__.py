"""How everything looks and is read aloud: base pages, components, styles, charts.

Words: a *component* is a piece of page with its states (alive on `/ui`); a *token* is a named colour, size or space in
`static/ui/tokens.css`; a *chart* is a finding with its rows, source and drawing. Knows no room: rooms
hand over plain values.
"""
