#!/bin/sh
# PostgreSQL with one database, made at the first start: aside, so that one cut short begins anew.
set -eu
data=/data/15
single() {
  postgres --single -D "$1" postgres >/dev/null
}
if [ ! -d "$data" ]; then
  rm -rf "$data.new"
  initdb -D "$data.new" -U "$POSTGRES_USER" --auth-local=trust --auth-host=scram-sha-256 \
    --encoding=UTF8 --locale=C.UTF-8 >/dev/null
  echo 'host all all all scram-sha-256' >>"$data.new/pg_hba.conf"
  echo "CREATE DATABASE \"$POSTGRES_DB\"" | single "$data.new"
  mv "$data.new" "$data"
fi
# Whoever wrote it has ended with its container, and no other has this volume; its process id may be another's here.
rm -f "$data/postmaster.pid"
# At each start: the volume may be older than the password.
echo "ALTER ROLE \"$POSTGRES_USER\" PASSWORD '$POSTGRES_PASSWORD'" | single "$data"
exec postgres -D "$data" -c listen_addresses='*' -c unix_socket_directories=/tmp
