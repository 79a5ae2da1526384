-- The roles of Mingbai, on PostgreSQL 15 or newer. Run once for each cluster, as its
-- superuser; a second run changes nothing:
--
--     psql -v ON_ERROR_STOP=1 -f postgresql.sql
--     createdb -O mingbai_migrator -E UTF8 -T template0 mingbai
--
-- then give each role its password (\password mingbai_app) or its line in pg_hba.conf.
-- What a role may do to which table is not written here: `mingbai migrate` grants it
-- from the declarations beside the models, and takes away whatever else it finds.

DO $$
DECLARE
    role text;
BEGIN
    FOREACH role IN ARRAY ARRAY[
        'mingbai_migrator',   -- owns the tables, changes them at an upgrade
        'mingbai_app',        -- the doors and the worker
        'mingbai_sequencer',  -- orders and signs the ledger
        'mingbai_inspection', -- the door of the discipline-inspection commission
        'mingbai_backup'      -- reads everything, writes nothing
    ] LOOP
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
            EXECUTE format('CREATE ROLE %I', role);
        END IF;
        EXECUTE format(
            'ALTER ROLE %I LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE'
            ' NOREPLICATION NOBYPASSRLS', role);
    END LOOP;
END
$$;

-- A dump holds every place, so this role alone passes the walls between them; it can
-- only read, and its file is to be kept like the database itself.
ALTER ROLE mingbai_backup BYPASSRLS;
ALTER ROLE mingbai_backup SET default_transaction_read_only = on;
