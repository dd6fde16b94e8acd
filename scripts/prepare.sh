#!/bin/sh
# Installs the Debian packages of packages.txt, and others by name, that are missing. Sourced by demo.sh and test.sh.
# Needs root or sudo only when something is missing.
set -eu

scripts_folder=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
project_folder=$(dirname -- "$scripts_folder")

missing_packages() {
  {
    sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$scripts_folder/packages.txt"
    for extra in "$@"; do echo "$extra"; done
  } | while read -r package; do
    status=$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null || true)
    [ "$status" = installed ] || printf '%s ' "$package"
  done
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then
    "$@"
  elif command -v sudo >/dev/null 2>&1; then
    sudo "$@"
  else
    echo "This machine lacks packages and there is no sudo: run as root: $*" >&2
    exit 1
  fi
}

# install_packages [PACKAGE...]: those of packages.txt and these.
install_packages() {
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0
  echo "Installing: $missing"
  as_root apt-get update -qq
  # shellcheck disable=SC2086  # the list is meant to be split into words
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
}

# configure_and_build PRESET [cmake options]: configures and builds everything of the preset.
configure_and_build() {
  preset=$1
  shift
  (cd "$project_folder" && cmake --preset "$preset" "$@" && cmake --build --preset "$preset")
}
