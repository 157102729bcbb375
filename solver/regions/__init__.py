"""Every case at once: the facts a rule looks at as a few regions each, conditions as formulas over them."""
