# Sourced by ./haneul, ./test and .ci/run: sets and exports DOTNET_ROOT to an installation that holds the .NET 10 SDK,
# or says how to get one and returns 1.

find_sdk() {
  local candidate
  for candidate in "${DOTNET_ROOT:-}/dotnet" "$(command -v dotnet || true)" ~/.dotnet/dotnet /usr/share/dotnet/dotnet /usr/lib/dotnet/dotnet /usr/local/share/dotnet/dotnet; do
    [[ -x $candidate ]] || continue
    if "$candidate" --list-sdks 2>/dev/null | grep -q '^10\.'; then
      candidate=$(readlink -f -- "$candidate")
      export DOTNET_ROOT=${candidate%/*} DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
      return 0
    fi
  done
  echo "Haneul needs the .NET 10 SDK, which was not found. Install it with:" >&2
  if command -v apt-cache >/dev/null && [[ -n $(apt-cache madison dotnet-sdk-10.0 2>/dev/null) ]]; then
    echo "  sudo apt-get install -y dotnet-sdk-10.0" >&2
  else
    echo "  curl -fsSL https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0" >&2
  fi
  return 1
}
