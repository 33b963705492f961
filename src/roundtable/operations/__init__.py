"""What the dialogue does. Rooms here never import each other."""
