"""What is recorded of a frame on its pages, cut by subject."""
