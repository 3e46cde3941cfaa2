"""Pages of people and parcours."""
