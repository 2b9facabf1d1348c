using System.Collections.Frozen;

namespace Haneul.Output;

/// <summary>
/// What the ports that networks are built around are called: IANA's service name, or the software's own where IANA has none.
/// https://www.iana.org/assignments/service-names-port-numbers/ and RFC 6335 section 6 for the ranges.
/// </summary>
internal static class PortNames
{
    private const string Known =
        """
        7 echo,9 discard,20 ftp-data,21 ftp,22 ssh,23 telnet,25 smtp,37 time,43 whois,49 tacacs,53 dns,67 dhcp-server,68 dhcp-client,69 tftp,79 finger,80 http,
        88 kerberos,110 pop3,111 sunrpc,113 ident,119 nntp,123 ntp,135 msrpc,137 netbios-ns,138 netbios-dgm,139 netbios-ssn,143 imap,161 snmp,162 snmptrap,
        179 bgp,194 irc,389 ldap,427 slp,443 https,445 smb,464 kpasswd,465 smtps,500 ike,514 syslog,515 printer,520 rip,546 dhcpv6-client,547 dhcpv6-server,
        554 rtsp,587 submission,631 ipp,636 ldaps,646 ldp,853 dns-over-tls,860 iscsi,873 rsync,902 vmware,989 ftps-data,990 ftps,993 imaps,995 pop3s,
        1080 socks,1194 openvpn,1433 sql-server,1434 sql-server-browser,1521 oracle,1645 radius-old,1701 l2tp,1723 pptp,1812 radius,1813 radius-acct,1883 mqtt,
        1900 ssdp,1935 rtmp,2049 nfs,2181 zookeeper,2375 docker,2376 docker-tls,2379 etcd-client,2380 etcd-peer,3000 dev-server,3128 squid,3260 iscsi-target,3268 global-catalog,
        3306 mysql,3389 rdp,3478 stun,4317 otlp-grpc,4318 otlp-http,4500 ipsec-nat-t,4566 haneul,4789 vxlan,5000 dev-server,5060 sip,5061 sips,5222 xmpp,5353 mdns,5432 postgresql,
        5439 redshift,5601 kibana,5671 amqps,5672 amqp,5900 vnc,5984 couchdb,5985 winrm,5986 winrm-tls,6081 geneve,6379 redis,6443 kubernetes,6514 syslog-tls,6633 openflow,
        7000 cassandra,7001 cassandra-tls,7077 spark,7474 neo4j,7687 bolt,8000 http-alt,8080 http-alt,8086 influxdb,8125 statsd,8200 vault,8300 consul,8443 https-alt,8500 consul-http,
        8600 consul-dns,8883 mqtts,8888 http-alt,9000 http-alt,9042 cassandra-cql,9090 prometheus,9092 kafka,9093 alertmanager,9094 kafka-tls,9100 node-exporter,9200 elasticsearch,
        9300 elasticsearch-peer,9418 git,10050 zabbix-agent,10051 zabbix,10250 kubelet,11211 memcached,15672 rabbitmq-ui,26379 redis-sentinel,27017 mongodb,50051 grpc,51820 wireguard
        """;

    private static readonly FrozenDictionary<int, string> ByPort = Known
        .Split([',', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        .Select(entry => entry.Split(' '))
        .ToFrozenDictionary(e => int.Parse(e[0], System.Globalization.CultureInfo.InvariantCulture), e => e[1]);

    /// <summary>The lowest port of the service of this name, or null.</summary>
    public static int? NumberOf(string service) =>
        ByPort.Where(p => string.Equals(p.Value, service, StringComparison.OrdinalIgnoreCase)).Select(p => (int?)p.Key).Min();

    /// <summary>The service's name, or null.</summary>
    public static string? Of(int port) => ByPort.GetValueOrDefault(port);

    /// <summary>well-known (to 1023), registered (to 49151) or dynamic: RFC 6335 section 6.</summary>
    public static string RangeOf(int port) => port <= 1023 ? "well-known" : port <= 49151 ? "registered" : "dynamic";

    /// <summary><c>22 (ssh)</c>, <c>49152 (dynamic)</c>.</summary>
    public static string Told(int port) => $"{port} ({Of(port) ?? RangeOf(port)})";
}
