#!/bin/sh
# Run once by the db container, as its superuser: the three roles, the owner's database, and no large objects, which
# belong to no business, and with which anybody could fill the disk.
set -eu
psql --username postgres --set ON_ERROR_STOP=1 \
    --set owner="$OWNER_PASSWORD" --set app="$APP_PASSWORD" --set reader="$READER_PASSWORD" <<'SQL'
CREATE ROLE counterfoil LOGIN PASSWORD :'owner';
CREATE ROLE counterfoil_app LOGIN PASSWORD :'app';
CREATE ROLE counterfoil_reader LOGIN PASSWORD :'reader';
CREATE DATABASE counterfoil OWNER counterfoil;
\connect counterfoil
SELECT format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', oid::regprocedure) FROM pg_proc
 WHERE pronamespace = 'pg_catalog'::regnamespace AND proname ~ '^lo_(creat|create|from_bytea|import|open|put|export)$'
\gexec
SQL
