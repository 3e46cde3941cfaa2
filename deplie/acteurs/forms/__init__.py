"""Forms about actors, cut by subject."""
