"""What everything stands on: who sits at the table, what is allowed and remembered."""
