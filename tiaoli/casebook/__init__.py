"""Recorded cases, many of them: read in pieces, worked on by all cores, told in their order."""
