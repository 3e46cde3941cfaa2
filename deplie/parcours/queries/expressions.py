"""Database expressions that make these lists fast on both databases."""

from __future__ import annotations

from django.db import models


class EnNombre(models.Func):
    """A day as the integer 20200309: ages are compared as the contract counts them, on both databases."""

    arity = 1
    output_field = models.IntegerField()

    def as_sqlite(self, compiler, connection, **contexte):
        gabarit = "CAST(REPLACE(%(expressions)s, '-', '') AS INTEGER)"
        return self.as_sql(compiler, connection, template=gabarit, **contexte)

    def as_postgresql(self, compiler, connection, **contexte):
        gabarit = "CAST(to_char(%(expressions)s, 'YYYYMMDD') AS INTEGER)"
        return self.as_sql(compiler, connection, template=gabarit, **contexte)


class SansIndex(models.Func):
    """The same value, not to be looked for in an index.

    SQLite takes « gone by today » or « of this scheme » for a few rows, and reads nearly all of them through an index,
    one by one, to sort them. Without, it walks the names in order and stops at the end of the page, or reads the table
    straight to count: with 200,000 people 250 ms become 1 and 40 ms. PostgreSQL knows better by itself.
    """

    template = "%(expressions)s"
    arity = 1

    def as_sqlite(self, compiler, connection, **contexte):
        return self.as_sql(compiler, connection, template="+%(expressions)s", **contexte)
