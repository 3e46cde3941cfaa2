"""Pages of calls, operations and money, by subject."""
