"""What the plan knows of its field, in pure functions and values: the adopted text, how two texts differ, the frame."""
