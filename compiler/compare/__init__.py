"""Two laws side by side: their words, their rules, what the rules mean, and what a change of them can touch."""
