"""One form per moment of a record."""
