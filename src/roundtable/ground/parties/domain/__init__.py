"""What this room knows of its field: the Declaration's list, names by language, order of names, standing on a day."""
