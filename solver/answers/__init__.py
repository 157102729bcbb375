"""Answers: plain values that outlive the solver. What a question gives back, and what a screen tells."""
