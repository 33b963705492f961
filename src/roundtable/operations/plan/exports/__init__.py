"""What the rows of lists and exports are, one file per noun."""
