"""Pages of the records of participants."""
