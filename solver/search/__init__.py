"""Search over cases: what would have to change, what still matters, what is the best choice."""
