"""Forms of plans of action."""
