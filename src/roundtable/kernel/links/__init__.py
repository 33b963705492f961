"""Where rooms meet: lists, search, cards, what waits, mentions."""
