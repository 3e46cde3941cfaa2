"""Forms of calls, operations and money, by subject."""
