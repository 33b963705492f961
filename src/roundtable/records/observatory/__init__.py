"""What is measured: figures with their sources, kept so that what was known on a day stays to be asked.

Words of this room: a *dataset* is a table of figures of one shape; a *vintage* is one load of it, staged until a person
publishes it, withdrawn with a notice when it was wrong; a *finding* is a cell at which a rule of the gate stopped, and
a person answers it with a reason that everybody may read; a *question* chooses cells of a vintage by dimension.
"""
