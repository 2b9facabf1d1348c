using System.Globalization;
using Haneul.Daemon;
using Haneul.Model;
using Haneul.Output;

namespace Haneul.Captures;

/// <summary>Whether a packet is wanted.</summary>
internal delegate bool PacketTest(in PacketView packet);

/// <summary>
/// Reads filters in the language of pcap-filter(7), as far as it speaks of protocols, hosts, networks and ports: <c>tcp and dst port 443 and not host 10.0.0.5</c>.
/// </summary>
internal sealed class CaptureFilter
{
    /// <summary>Parentheses deeper than this are refused.</summary>
    private const int Deepest = 32;

    private const string Known = "Known are: ip, ip6, arp, tcp, udp, icmp, icmp6, proto N, [src|dst] host ADDRESS, [src|dst] net CIDR, [tcp|udp] [src|dst] port N, portrange A-B, and, or, not, ( )";

    private readonly string text;
    private readonly List<string> words;
    private int at;
    private int depth;

    private CaptureFilter(string text)
    {
        this.text = text;
        words = [.. text.Replace("(", " ( ", StringComparison.Ordinal).Replace(")", " ) ", StringComparison.Ordinal).Replace("!", " ! ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries)];
    }

    /// <summary>The test that the filter is; an empty one lets everything through. Throws <see cref="Fault"/> that names the word which is wrong.</summary>
    public static PacketTest Parse(string text)
    {
        var filter = new CaptureFilter(text);
        if (filter.words.Count == 0) return (in _) => true;
        var test = filter.Or();
        return filter.at == filter.words.Count ? test : throw filter.Wrong();
    }

    private string? Next => at < words.Count ? words[at] : null;

    private PacketTest Or()
    {
        var left = And();
        while (Takes("or", "||"))
        {
            var (one, other) = (left, And());
            left = (in p) => one(p) || other(p);
        }
        return left;
    }

    private PacketTest And()
    {
        var left = Not();
        while (Takes("and", "&&"))
        {
            var (one, other) = (left, Not());
            left = (in p) => one(p) && other(p);
        }
        return left;
    }

    private PacketTest Not()
    {
        if (++depth > Deepest) throw new Fault("InvalidFilter", $"'{text}': it is nested deeper than {Deepest}");
        try
        {
            if (Takes("not", "!"))
            {
                var inner = Not();
                return (in p) => !inner(p);
            }
            if (!Takes("(")) return Primitive();
            var grouped = Or();
            return Takes(")") ? grouped : throw Wrong("a ) is missing");
        }
        finally
        {
            depth--;
        }
    }

    private PacketTest Primitive()
    {
        var protocol = Protocol();
        var side = Takes("src") ? Sides.Source : Takes("dst") ? Sides.Destination : Sides.Both;
        if (Takes("host")) return With(protocol, Address(side, Block(isHost: true)));
        if (Takes("net")) return With(protocol, Address(side, Block(isHost: false)));
        if (Takes("port")) return With(protocol, Ports(side, Port(), null));
        if (Takes("portrange"))
        {
            var parts = (Next ?? "").Split('-');
            if (parts is not [var first, var last] || Number(first) is not { } from || Number(last) is not { } to) throw Wrong("a range such as 8000-8010 is wanted");
            at++;
            return With(protocol, Ports(side, from, to));
        }
        if (side != Sides.Both) return With(protocol, Address(side, Block(isHost: true)));
        if (protocol is not null) return protocol;
        if (Next is { } word && (Ip.TryParse(word, out _) || Cidr.TryParse(word, out _))) return Address(side, Block(isHost: true));
        throw Wrong();
    }

    private PacketTest? Protocol()
    {
        if (Takes("ip")) return (in p) => p.IsIp && !p.IsV6;
        if (Takes("ip6")) return (in p) => p.IsV6;
        if (Takes("arp")) return (in p) => p.IsArp;
        if (Takes("tcp")) return Of(Protocols.Tcp);
        if (Takes("udp")) return Of(Protocols.Udp);
        if (Takes("icmp")) return Of(Protocols.Icmp);
        if (Takes("icmp6")) return Of(Protocols.Icmpv6);
        if (!Takes("proto")) return null;
        var number = Next is { } word && Protocols.TryParse(word, out var parsed) && parsed >= 0 ? parsed : throw Wrong("a protocol's name or number is wanted");
        at++;
        return Of(number);
    }

    private static PacketTest Of(int protocol) => (in p) => p.Protocol == protocol;

    private static PacketTest With(PacketTest? protocol, PacketTest test) => protocol is null ? test : (in p) => protocol(p) && test(p);

    private static PacketTest Address(Sides side, Cidr block) =>
        (in p) => p.IsIp && ((side & Sides.Source) != 0 && block.Contains(p.Source) || (side & Sides.Destination) != 0 && block.Contains(p.Destination));

    private static PacketTest Ports(Sides side, int first, int? last)
    {
        var to = last ?? first;
        return (in p) => p.HasPorts && ((side & Sides.Source) != 0 && p.SourcePort >= first && p.SourcePort <= to || (side & Sides.Destination) != 0 && p.DestinationPort >= first && p.DestinationPort <= to);
    }

    private Cidr Block(bool isHost)
    {
        var word = Next ?? "";
        var block = Ip.TryParse(word, out var ip) ? Cidr.Host(ip) : Cidr.TryParse(word, out var cidr) ? cidr : throw Wrong(isHost ? "an address is wanted" : "a block such as 10.0.0.0/16 is wanted");
        at++;
        return block;
    }

    private int Port()
    {
        var port = Number(Next ?? "") ?? throw Wrong("a port is wanted: a number from 0 to 65535 or a service such as https");
        at++;
        return port;
    }

    private static int? Number(string word) => int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number <= 65535 ? number : null : PortNames.NumberOf(word);

    private bool Takes(params ReadOnlySpan<string> any)
    {
        if (Next is not { } word || !any.Contains(word)) return false;
        at++;
        return true;
    }

    private Fault Wrong(string? wanted = null) => new("InvalidFilter", $"'{text}': {(Next is { } word ? $"'{word}' is not understood" : "it ends too early")}{(wanted is null ? "" : $"; {wanted}")}. {Known}");

    [Flags]
    private enum Sides
    {
        Source = 1,
        Destination = 2,
        Both = 3,
    }
}
