"""Workbooks of plans of action that come in."""
