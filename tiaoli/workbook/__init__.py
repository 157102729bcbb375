"""Casebooks as Excel workbooks: one row per case, out of case files and back into them."""
