"""What machines may send and get."""
