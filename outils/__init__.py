"""The house's own tools: environment, PostgreSQL for tests, generated documentation."""
