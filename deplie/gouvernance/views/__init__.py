"""Pages of plans of action."""
