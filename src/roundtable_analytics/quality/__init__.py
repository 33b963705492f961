"""Quality: the gate before a load. Named rules look at the rows; a person answers each finding, with a reason."""
