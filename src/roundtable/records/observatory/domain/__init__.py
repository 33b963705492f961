"""What this room knows of its field, without Django."""
