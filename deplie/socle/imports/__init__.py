"""The import run, whatever the table: read, check, stage, compare, apply, report. Two doors use it, command and web."""
