#!/bin/sh
# Runs a command with the settings of Go and pip that the build was given as secrets.
set -eu
secrets=/run/secrets
if [ -s $secrets/go_env ]; then
  set -a
  . $secrets/go_env
  set +a
fi
if [ -s $secrets/pip_conf ]; then export PIP_CONFIG_FILE=$secrets/pip_conf; fi
if [ -s $secrets/certificates ]; then
  PIP_CERT=$(mktemp)
  export PIP_CERT
  cat /etc/ssl/certs/ca-certificates.crt $secrets/certificates >"$PIP_CERT"
fi
status=0
PIP_DISABLE_PIP_VERSION_CHECK=1 "$@" || status=$?
rm -f "${PIP_CERT:-}"
exit $status
