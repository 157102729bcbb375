"""Two sides of a comparison: where each comes from, the cases recorded on them, and what is the difference."""
