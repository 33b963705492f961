"""What this room knows of its field: secrets handed out once."""
