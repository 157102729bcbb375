"""The rules as meant: names bound, kinds and units inferred, dates and precedence resolved."""
