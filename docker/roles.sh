#!/bin/sh
# The three roles, the owner's database, and no large objects, which belong to no business and with which anybody could
# fill the disk: whatever of it is missing, and the roles' passwords. As a superuser, at the server that PGHOST, PGPORT
# and PGPASSWORD name; the db container runs it once by itself, `make run` and `make test` on the server they start.
set -eu
: "${OWNER_PASSWORD:?}" "${APP_PASSWORD:?}" "${READER_PASSWORD:?}"
psql --no-psqlrc --quiet --username postgres --dbname postgres --set ON_ERROR_STOP=1 <<'SQL'
\getenv owner OWNER_PASSWORD
\getenv app APP_PASSWORD
\getenv reader READER_PASSWORD
SELECT format('CREATE ROLE %I', name) FROM unnest('{counterfoil,counterfoil_app,counterfoil_reader}'::text[]) AS name
 WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name)
\gexec
ALTER ROLE counterfoil LOGIN PASSWORD :'owner';
ALTER ROLE counterfoil_app LOGIN PASSWORD :'app';
ALTER ROLE counterfoil_reader LOGIN PASSWORD :'reader';
SELECT 'CREATE DATABASE counterfoil OWNER counterfoil'
 WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = 'counterfoil')
\gexec
\set no_large_objects 'SELECT format(''REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC'', oid::regprocedure) FROM pg_proc WHERE pronamespace = ''pg_catalog''::regnamespace AND proname ~ ''^lo_(creat|create|from_bytea|import|open|put|export)$'''
\connect counterfoil
:no_large_objects
\gexec
\connect template1
:no_large_objects
\gexec
SQL
