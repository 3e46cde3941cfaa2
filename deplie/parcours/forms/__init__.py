"""Forms of parcours."""
