"""Who may read and change what the plan room keeps, written without its queries."""

from roundtable.operations.plan.readership import activities, frame, packs, reports

READERSHIPS = (*frame.READERSHIPS, *activities.READERSHIPS, *reports.READERSHIPS, *packs.READERSHIPS)
KINDS = (*frame.KINDS, *activities.KINDS, *reports.KINDS, *packs.KINDS)
