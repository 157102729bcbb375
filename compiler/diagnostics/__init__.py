"""Problems as values: a code, a place, and fields. Words come last, from the catalogue, on the screen."""
