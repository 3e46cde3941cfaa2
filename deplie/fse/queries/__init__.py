"""What is read of the records of participants."""
