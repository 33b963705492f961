"""Questions: everything that this room reads."""
