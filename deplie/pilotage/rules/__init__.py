"""The method of a bilan: periods, how a figure is written, what a declared figure allows. No database, no Django."""
