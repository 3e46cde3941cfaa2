"""What is read about steering."""
