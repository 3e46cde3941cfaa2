"""The front door's own pages, one module per subject."""
