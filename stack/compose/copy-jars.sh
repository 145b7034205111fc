#!/bin/sh
# Copies the dependencies of the pom $1 into the folder $2.
set -eu
settings=
if [ -s /run/secrets/maven_settings ]; then settings="-s /run/secrets/maven_settings"; fi
# shellcheck disable=SC2086 # no settings must be no argument
mvn -B -q -ntp $settings -f "$1" dependency:copy-dependencies -DoutputDirectory="$2"
