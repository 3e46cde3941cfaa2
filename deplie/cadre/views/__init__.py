"""Pages of the frame, cut by subject."""
