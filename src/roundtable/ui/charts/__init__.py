"""Charts: a finding with its rows, source and drawing, drawn on the server and livelier where scripts run.

`chart` says what a chart is, `bars`, `lines`, `spans`, `grids` and `maps` build one, `render` draws it, `rules`
says what is wrong with it.
"""
