"""The plan: the frame, promises made, paid for and kept."""
