"""The law and the method of calls, operations and money, without a database. One module per subject."""
