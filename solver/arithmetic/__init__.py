"""Exact values and what can be done with them: numbers and intervals, dates, lengths of time. No solver in here."""
