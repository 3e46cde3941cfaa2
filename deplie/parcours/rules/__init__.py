"""The law and the method of a parcours: no database, no Django. Each rule cites its source."""
