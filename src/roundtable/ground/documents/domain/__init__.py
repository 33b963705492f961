"""What this room knows of texts and how they are agreed: pure functions and values, one file a noun."""
