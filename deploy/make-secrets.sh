#!/bin/sh
# Makes the secrets of compose.yaml: a password for the database, the URL with it, and the master key. Never overwrites one.
# Keep a copy of the master key apart from the database: without it nothing that is sealed can be read again.
set -eu
cd "$(dirname "$0")"
umask 077
mkdir -p secrets
if [ -e secrets/master-key ] || [ -e secrets/database-url ] || [ -e secrets/database-password ]; then
  echo "There are secrets in $PWD/secrets already; they are left as they are." >&2
  exit 1
fi
password=$(openssl rand -hex 24)
printf '%s' "$password" > secrets/database-password
# The network between the two is the machine's own, so it needs no TLS.
printf 'postgres://poolhouse:%s@database/poolhouse?sslmode=disable' "$password" > secrets/database-url
openssl rand -base64 32 > secrets/master-key
# The containers' users must read the files; the folder lets nobody else on this machine come near them.
chmod 644 secrets/database-password secrets/database-url secrets/master-key
echo "Made three secrets in $PWD/secrets."
