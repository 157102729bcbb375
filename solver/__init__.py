"""clingo, answers, and questions."""
