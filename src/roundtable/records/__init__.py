"""What the dialogue remembers. Rooms here never import each other."""
