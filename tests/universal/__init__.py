"""Two laws for any case at all."""
