"""What no CHECK can say: the ledger refuses to be changed, and no unit lies above its rack.

A later migration that changes the tables below on SQLite makes them anew, and must make their triggers
anew, too (tests/inventory/test_constraints.py sees it).
"""

from django.db import migrations

_POSTGRESQL = """
CREATE FUNCTION inventory_ledger_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'Buku kapasitas tidak dapat diubah atau dihapus.';
END $$;
CREATE TRIGGER inventory_ledger_no_change BEFORE UPDATE OR DELETE ON inventory_ledgerentry
    FOR EACH ROW EXECUTE FUNCTION inventory_ledger_is_append_only();
CREATE TRIGGER inventory_ledger_no_truncate BEFORE TRUNCATE ON inventory_ledgerentry
    FOR EACH STATEMENT EXECUTE FUNCTION inventory_ledger_is_append_only();
"""
_POSTGRESQL_BACK = """
DROP TRIGGER inventory_ledger_no_truncate ON inventory_ledgerentry;
DROP TRIGGER inventory_ledger_no_change ON inventory_ledgerentry;
DROP FUNCTION inventory_ledger_is_append_only();
"""
# REPLACE takes a row away without asking the DELETE trigger, hence the third.
_SQLITE = (
    """CREATE TRIGGER inventory_ledger_no_update BEFORE UPDATE ON inventory_ledgerentry
BEGIN SELECT RAISE(ABORT, 'Buku kapasitas tidak dapat diubah.'); END;""",
    """CREATE TRIGGER inventory_ledger_no_delete BEFORE DELETE ON inventory_ledgerentry
BEGIN SELECT RAISE(ABORT, 'Buku kapasitas tidak dapat dihapus.'); END;""",
    """CREATE TRIGGER inventory_ledger_no_replace BEFORE INSERT ON inventory_ledgerentry
WHEN EXISTS (SELECT 1 FROM inventory_ledgerentry WHERE id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'Buku kapasitas tidak dapat diganti.'); END;""",
)
_SQLITE_BACK = (
    "DROP TRIGGER inventory_ledger_no_update;",
    "DROP TRIGGER inventory_ledger_no_delete;",
    "DROP TRIGGER inventory_ledger_no_replace;",
)

# FOR SHARE: a rack that is being made smaller at this moment is waited for.
_HEIGHTS_POSTGRESQL = """
CREATE FUNCTION inventory_unit_within_rack() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM inventory_rack WHERE id = NEW.rack_id AND height_u >= NEW.unit FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'U di luar tinggi rak.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inventory_unit_within_rack BEFORE INSERT OR UPDATE OF rack_id, unit
    ON inventory_takenunit FOR EACH ROW EXECUTE FUNCTION inventory_unit_within_rack();
CREATE FUNCTION inventory_rack_keeps_its_units() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (
        SELECT 1 FROM inventory_takenunit
        WHERE rack_id = NEW.id AND unit > NEW.height_u AND free_at IS NULL
    ) THEN
        RAISE EXCEPTION 'Rak masih terisi di atas tinggi yang baru.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER inventory_rack_keeps_its_units BEFORE UPDATE OF height_u ON inventory_rack
    FOR EACH ROW WHEN (NEW.height_u < OLD.height_u)
    EXECUTE FUNCTION inventory_rack_keeps_its_units();
"""
_HEIGHTS_POSTGRESQL_BACK = """
DROP TRIGGER inventory_rack_keeps_its_units ON inventory_rack;
DROP FUNCTION inventory_rack_keeps_its_units();
DROP TRIGGER inventory_unit_within_rack ON inventory_takenunit;
DROP FUNCTION inventory_unit_within_rack();
"""
_TOO_HIGH = """
WHEN NEW.unit > (SELECT height_u FROM inventory_rack WHERE id = NEW.rack_id)
BEGIN SELECT RAISE(ABORT, 'U di luar tinggi rak.'); END;"""
_HEIGHTS_SQLITE = (
    f"CREATE TRIGGER inventory_unit_within_rack BEFORE INSERT ON inventory_takenunit{_TOO_HIGH}",
    f"""CREATE TRIGGER inventory_unit_stays_within_rack BEFORE UPDATE OF rack_id, unit
ON inventory_takenunit{_TOO_HIGH}""",
    """CREATE TRIGGER inventory_rack_keeps_its_units BEFORE UPDATE OF height_u ON inventory_rack
WHEN EXISTS (
    SELECT 1 FROM inventory_takenunit
    WHERE rack_id = NEW.id AND unit > NEW.height_u AND free_at IS NULL
)
BEGIN SELECT RAISE(ABORT, 'Rak masih terisi di atas tinggi yang baru.'); END;""",
)
_HEIGHTS_SQLITE_BACK = (
    "DROP TRIGGER inventory_unit_within_rack;",
    "DROP TRIGGER inventory_unit_stays_within_rack;",
    "DROP TRIGGER inventory_rack_keeps_its_units;",
)


def forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    _run(schema_editor, _POSTGRESQL, _SQLITE)


def backwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    _run(schema_editor, _POSTGRESQL_BACK, _SQLITE_BACK)


def heights_forwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    _run(schema_editor, _HEIGHTS_POSTGRESQL, _HEIGHTS_SQLITE)


def heights_backwards(apps, schema_editor):  # type: ignore[no-untyped-def]
    _run(schema_editor, _HEIGHTS_POSTGRESQL_BACK, _HEIGHTS_SQLITE_BACK)


def _run(schema_editor, postgresql, sqlite):  # type: ignore[no-untyped-def]
    statements = (postgresql,) if schema_editor.connection.vendor == "postgresql" else sqlite
    for statement in statements:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("inventory", "0002_capacity")]
    operations = [
        migrations.RunPython(forwards, backwards),
        migrations.RunPython(heights_forwards, heights_backwards),
    ]
