"""The log refuses to be changed: UPDATE and DELETE raise in the database, TRUNCATE and REPLACE where they exist."""

from django.db import migrations

_POSTGRESQL = """
CREATE FUNCTION cases_event_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Catatan peristiwa tidak dapat diubah atau dihapus.';
END $$;
CREATE TRIGGER cases_event_no_change BEFORE UPDATE OR DELETE ON cases_event
    FOR EACH ROW EXECUTE FUNCTION cases_event_is_append_only();
CREATE TRIGGER cases_event_no_truncate BEFORE TRUNCATE ON cases_event
    FOR EACH STATEMENT EXECUTE FUNCTION cases_event_is_append_only();
"""
_POSTGRESQL_BACK = """
DROP TRIGGER cases_event_no_truncate ON cases_event;
DROP TRIGGER cases_event_no_change ON cases_event;
DROP FUNCTION cases_event_is_append_only();
"""
# REPLACE takes a row away without asking the DELETE trigger, hence the third.
_SQLITE = (
    """CREATE TRIGGER cases_event_no_update BEFORE UPDATE ON cases_event
BEGIN SELECT RAISE(ABORT, 'Catatan peristiwa tidak dapat diubah.'); END;""",
    """CREATE TRIGGER cases_event_no_delete BEFORE DELETE ON cases_event
BEGIN SELECT RAISE(ABORT, 'Catatan peristiwa tidak dapat dihapus.'); END;""",
    """CREATE TRIGGER cases_event_no_replace BEFORE INSERT ON cases_event
WHEN EXISTS (
    SELECT 1 FROM cases_event WHERE id = NEW.id OR (case_id = NEW.case_id AND seq = NEW.seq)
)
BEGIN SELECT RAISE(ABORT, 'Catatan peristiwa tidak dapat diganti.'); END;""",
)
_SQLITE_BACK = (
    "DROP TRIGGER cases_event_no_update;",
    "DROP TRIGGER cases_event_no_delete;",
    "DROP TRIGGER cases_event_no_replace;",
)


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    _run(schema_editor, _POSTGRESQL, _SQLITE)


def backwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    _run(schema_editor, _POSTGRESQL_BACK, _SQLITE_BACK)


def _run(schema_editor, postgresql, sqlite):  # type: ignore[no-untyped-def]
    statements = (postgresql,) if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
