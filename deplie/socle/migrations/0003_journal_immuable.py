"""The base itself refuses to change or remove a line of the journal, on both databases."""

from django.db import migrations

PHRASE = "le journal ne se corrige pas"

SQLITE = [
    f"""CREATE TRIGGER journal_sans_correction BEFORE UPDATE ON socle_journal
    BEGIN SELECT RAISE(ABORT, '{PHRASE}'); END""",
    f"""CREATE TRIGGER journal_sans_retrait BEFORE DELETE ON socle_journal
    BEGIN SELECT RAISE(ABORT, '{PHRASE}'); END""",
]
POSTGRESQL = [
    f"""CREATE FUNCTION journal_immuable() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{PHRASE}' USING ERRCODE = 'integrity_constraint_violation'; END $$""",
    """CREATE TRIGGER journal_sans_correction BEFORE UPDATE OR DELETE ON socle_journal
    FOR EACH ROW EXECUTE FUNCTION journal_immuable()""",
]
RETOUR = {
    "sqlite": ["DROP TRIGGER journal_sans_correction", "DROP TRIGGER journal_sans_retrait"],
    "postgresql": ["DROP TRIGGER journal_sans_correction ON socle_journal", "DROP FUNCTION journal_immuable()"],
}


def poser(apps, schema_editor):
    for ordre in {"sqlite": SQLITE, "postgresql": POSTGRESQL}.get(schema_editor.connection.vendor, []):
        schema_editor.execute(ordre)


def retirer(apps, schema_editor):
    for ordre in RETOUR.get(schema_editor.connection.vendor, []):
        schema_editor.execute(ordre)


class Migration(migrations.Migration):
    dependencies = [("socle", "0002_imports")]

    operations = [migrations.RunPython(poser, retirer)]
