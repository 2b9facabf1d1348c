# Sourced by ./test and .ci/run: the judges that tests use (AWS's own clients, the network tools of Linux) and where they come from.

has_aws() { command -v aws >/dev/null; }
has_boto3() { imports_boto3 "${HANEUL_PYTHON:-python3}" || imports_boto3 /usr/bin/python3; }
imports_boto3() { "$1" -c 'import boto3, botocore' 2>/dev/null; }
# Whether tests may make network namespaces; each of the tools that look into them.
has_root() { [[ $EUID == 0 ]] && unshare --net --mount true 2>/dev/null; }
has_network_tool() { PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null; }
has_python_module() { "${HANEUL_PYTHON:-python3}" -c "import $1" 2>/dev/null || /usr/bin/python3 -c "import $1" 2>/dev/null; }
has_node() { command -v node >/dev/null && command -v npm >/dev/null; }

# Installs what is missing as root, prints the command otherwise. Never fails: tests whose tool is missing are skipped and say so.
install_tools() {
  local packages=()
  has_aws || packages+=(awscli)
  has_boto3 || packages+=(python3-boto3)
  has_node || packages+=(nodejs npm)
  if [[ $(uname) == Linux ]]; then
    has_network_tool ip || packages+=(iproute2)
    has_network_tool nft || packages+=(nftables)
    has_network_tool conntrack || packages+=(conntrack)
    has_network_tool ping || packages+=(iputils-ping)
    has_network_tool iptables || packages+=(iptables)
    has_network_tool ssh || packages+=(openssh-client)
    has_network_tool sudo || packages+=(sudo)
    has_network_tool curl || packages+=(curl)
    has_network_tool newuidmap || packages+=(uidmap)
    has_network_tool dig || packages+=(bind9-dnsutils)
    # A person's machine gets no ssh server that it did not ask for, and nothing big.
    [[ -z ${CI:-} ]] || has_network_tool sshd || packages+=(openssh-server)
    [[ -z ${CI:-} ]] || has_network_tool tshark || packages+=(tshark)
    [[ -z ${CI:-} ]] || has_network_tool strace || packages+=(strace)
    [[ -z ${CI:-} ]] || has_network_tool nginx || packages+=(nginx)
    [[ -z ${CI:-} ]] || has_network_tool h2load || packages+=(nghttp2-client)
    [[ -z ${CI:-} ]] || has_network_tool nghttpd || packages+=(nghttp2-server)
    [[ -z ${CI:-} ]] || has_python_module grpc || packages+=(python3-grpcio)
    [[ -z ${CI:-} ]] || has_python_module websockets || packages+=(python3-websockets)
  fi
  (( ${#packages[@]} )) || return 0
  if [[ $EUID == 0 ]] && command -v apt-get >/dev/null; then
    local log policy=/usr/sbin/policy-rc.d made=
    log=$(mktemp)
    # Programs are wanted, not their services: nothing is started (Debian's policy layer, /usr/share/doc/sysv-rc/README.policy-rc.d).
    if [[ ! -e $policy ]] && printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod +x "$policy"; then made=1; fi
    if { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >"$log" 2>&1 </dev/null; then
      rm -f -- "$log" ${made:+"$policy"}
      return 0
    fi
    [[ -z $made ]] || rm -f -- "$policy"
    echo "Could not install ${packages[*]} (see $log); the tests that need them are skipped." >&2
  else
    echo "Some tests need tools that are not here and are skipped. Install them with:" >&2
    echo "  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${packages[*]}" >&2
  fi
}

# The first python3 of PATH is not always the one that apt installs for.
choose_python() {
  if [[ -z ${HANEUL_PYTHON:-} ]] && ! imports_boto3 python3 && imports_boto3 /usr/bin/python3; then
    export HANEUL_PYTHON=/usr/bin/python3
  fi
}

# The AWS SDK for JavaScript, in the user's cache: tests drive it, the product does not know it.
install_js_sdk() {
  has_node || return 0
  local cache=${XDG_CACHE_HOME:-$HOME/.cache}/haneul-tests
  if [[ ! -d $cache/node_modules/@aws-sdk/client-ec2 ]]; then
    mkdir -p -- "$cache"
    timeout 120 npm install --silent --no-audit --no-fund --prefix "$cache" @aws-sdk/client-ec2 >/dev/null 2>&1 </dev/null ||
      echo "Could not install @aws-sdk/client-ec2; the test that needs it is skipped." >&2
  fi
  export HANEUL_NODE_MODULES=$cache/node_modules
}
