#!/usr/bin/env python3
"""An appliance behind a gateway load balancer: takes each packet out of GENEVE, decides, and sends it back as it came.

    appliance.py --health 80 --block tcp/8080 udp/53

It prints a line for each direction of each flow, with the endpoint that the packets came by and the flow's cookie, which is the same for both.
GENEVE: RFC 8926. What AWS asks of an appliance:
https://aws.amazon.com/blogs/networking-and-content-delivery/integrate-your-custom-logic-or-appliance-with-aws-gateway-load-balancer/
"""
import argparse
import http.server
import ipaddress
import socket
import struct
import threading

GENEVE = 6081
CLASS_OF_AWS, ENDPOINT, COOKIE = 0x0108, 1, 3
PROTOCOLS = {1: "icmp", 6: "tcp", 17: "udp", 58: "icmpv6"}
MOST_FLOWS = 65536


def options_of(datagram):
    """The options of AWS's class, by their type, and where the packet inside begins."""
    end = 8 + (datagram[0] & 0x3F) * 4
    found, at = {}, 8
    while at < end:
        kind, number, words = struct.unpack_from("!HBB", datagram, at)
        length = (words & 0x1F) * 4
        if kind == CLASS_OF_AWS:
            found[number] = datagram[at + 4:at + 4 + length].hex()
        at += 4 + length
    return found, end


def flow_of(packet):
    """Protocol, source, its port, destination, its port; ports are 0 where the packet has none."""
    if packet[0] >> 4 == 4:
        header, number, source, destination = (packet[0] & 0xF) * 4, packet[9], packet[12:16], packet[16:20]
        is_first = struct.unpack_from("!H", packet, 6)[0] & 0x1FFF == 0
    else:
        header, number, source, destination = 40, packet[6], packet[8:24], packet[24:40]
        is_first = True
    has_ports = number in (6, 17) and is_first
    from_port, to_port = struct.unpack_from("!HH", packet, header) if has_ports else (0, 0)
    return PROTOCOLS.get(number, str(number)), ipaddress.ip_address(source), from_port, ipaddress.ip_address(destination), to_port


def inspect(blocked):
    taken = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
    taken.bind(("", GENEVE))
    # Back go the same bytes, the outer addresses exchanged and the outer ports as they were: from the balancer's port to GENEVE's.
    # A UDP socket sends from its own port only, so the eight bytes of UDP are written here; over IPv4 it needs no checksum (RFC 768).
    back = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
    told = set()
    while True:
        datagram, (balancer, port) = taken.recvfrom(65535)
        try:
            options, inner = options_of(datagram)
            protocol, source, from_port, destination, to_port = flow = flow_of(datagram[inner:])
        except (struct.error, ValueError, IndexError):
            continue
        passes = (protocol, to_port) not in blocked
        if flow not in told:
            if len(told) >= MOST_FLOWS:
                told.clear()
            told.add(flow)
            endpoint, cookie = options.get(ENDPOINT, "?"), options.get(COOKIE, "?")
            print(f"{'pass' if passes else 'block'} vpce-0{endpoint} cookie {cookie} {protocol} {source} {from_port} > {destination} {to_port}", flush=True)
        if passes:
            back.sendto(struct.pack("!HHHH", port, GENEVE, 8 + len(datagram), 0) + datagram, (balancer, 0))


class Healthy(http.server.BaseHTTPRequestHandler):
    """Answers health checks as long as the process lives."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--health", type=int, default=80, help="the port that answers health checks")
    arguments.add_argument("--block", nargs="*", default=[], metavar="PROTOCOL/PORT", help="what is kept back, by its destination port")
    given = arguments.parse_args()
    threading.Thread(target=http.server.ThreadingHTTPServer(("", given.health), Healthy).serve_forever, daemon=True).start()
    inspect({(protocol, int(port)) for protocol, port in (word.split("/") for word in given.block)})
