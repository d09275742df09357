"""The trail of administrative acts refuses to be changed, as the log of cases does."""

from django.db import migrations

_POSTGRESQL = """
CREATE FUNCTION accounts_officeact_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Catatan tindakan tidak dapat diubah atau dihapus.';
END $$;
CREATE TRIGGER accounts_officeact_no_change BEFORE UPDATE OR DELETE ON accounts_officeact
    FOR EACH ROW EXECUTE FUNCTION accounts_officeact_is_append_only();
CREATE TRIGGER accounts_officeact_no_truncate BEFORE TRUNCATE ON accounts_officeact
    FOR EACH STATEMENT EXECUTE FUNCTION accounts_officeact_is_append_only();
"""
_POSTGRESQL_BACK = """
DROP TRIGGER accounts_officeact_no_truncate ON accounts_officeact;
DROP TRIGGER accounts_officeact_no_change ON accounts_officeact;
DROP FUNCTION accounts_officeact_is_append_only();
"""
_SQLITE = (
    """CREATE TRIGGER accounts_officeact_no_update BEFORE UPDATE ON accounts_officeact
BEGIN SELECT RAISE(ABORT, 'Catatan tindakan tidak dapat diubah.'); END;""",
    """CREATE TRIGGER accounts_officeact_no_delete BEFORE DELETE ON accounts_officeact
BEGIN SELECT RAISE(ABORT, 'Catatan tindakan tidak dapat dihapus.'); END;""",
    # REPLACE takes a row away without asking the DELETE trigger.
    """CREATE TRIGGER accounts_officeact_no_replace BEFORE INSERT ON accounts_officeact
WHEN EXISTS (SELECT 1 FROM accounts_officeact WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'Catatan tindakan tidak dapat diganti.'); END;""",
)
_SQLITE_BACK = (
    "DROP TRIGGER accounts_officeact_no_update;",
    "DROP TRIGGER accounts_officeact_no_delete;",
    "DROP TRIGGER accounts_officeact_no_replace;",
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
    dependencies = [("accounts", "0002_office_acts")]
    operations = [migrations.RunPython(forwards, backwards)]
