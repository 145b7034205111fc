#!/bin/sh
# Makes this build stage trust the certificates in the file $1 (PEM, may be empty), in OpenSSL, Go and Java alike.
set -eu
[ -s "$1" ] || exit 0
folder=/usr/local/share/ca-certificates
mkdir -p "$folder"
# One certificate a file: Java's store takes only the first of each.
awk -v folder="$folder" '/BEGIN CERTIFICATE/ { n++ } n { print > (folder "/build-" n ".crt") }' "$1"
update-ca-certificates >/dev/null
