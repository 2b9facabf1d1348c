using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace Haneul.Sockets;

/// <summary>An address with a port, as strace prints it in one of its ways; <c>*</c> is any address.</summary>
internal sealed partial record SocketEnd(string Address, int Port)
{
    /// <summary>Of a sockaddr argument (AF_INET or AF_INET6); null where there is none.</summary>
    public static SocketEnd? OfArgument(string arguments) => Argument().Match(arguments) is { Success: true } found ? Of(found.Groups["address"].Value, found.Groups["port"].ValueSpan) : null;

    /// <summary><c>10.0.0.1:80</c>, <c>[::1]:80</c>.</summary>
    public static SocketEnd? OfText(string text) => text.LastIndexOf(':') is > 0 and var colon ? Of(text[..colon].TrimStart('[').TrimEnd(']'), text.AsSpan(colon + 1)) : null;

    private static SocketEnd? Of(string address, ReadOnlySpan<char> port)
    {
        if (!IPAddress.TryParse(address, out var ip) || !ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return null;
        if (ip.IsIPv4MappedToIPv6) ip = ip.MapToIPv4();
        return new SocketEnd(ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any) ? "*" : ip.ToString(), number);
    }

    [GeneratedRegex("""sin6?_port=htons\((?<port>\d+)\), .*?(?:inet_addr\(|inet_pton\(AF_INET6, )"(?<address>[^"]+)"\)?""", RegexOptions.CultureInvariant)]
    private static partial Regex Argument();
}

/// <summary>
/// A descriptor of an internet socket as <c>strace -yy</c> prints it: <c>3&lt;TCP:[9186030]&gt;</c> with its inode while it has no ends, else <c>3&lt;TCPv6:[[::1]:44107-&gt;[::1]:60188]&gt;</c>.
/// </summary>
/// <param name="Number">The descriptor.</param>
/// <param name="Inode">Null where the ends are told instead.</param>
internal sealed partial record SocketDescriptor(string Number, string Protocol, string? Inode, SocketEnd? Local, SocketEnd? Peer)
{
    /// <summary>At the beginning of a text; null where that is something else: a file, a pipe, a socket of another family.</summary>
    public static SocketDescriptor? Read(string text)
    {
        if (Descriptor().Match(text) is not { Success: true } found) return null;
        var (kind, ends) = (found.Groups["kind"].Value, found.Groups["ends"].Value);
        var protocol = kind == "PING" ? "icmp" : kind.ToLowerInvariant();
        if (ends.All(char.IsAsciiDigit)) return new SocketDescriptor(found.Groups["number"].Value, protocol, ends, null, null);
        var both = ends.Split("->", 2);
        return new SocketDescriptor(found.Groups["number"].Value, protocol, null, SocketEnd.OfText(both[0]), both.Length == 2 ? SocketEnd.OfText(both[1]) : null);
    }

    [GeneratedRegex(@"^(?<number>\d+)<(?<kind>TCP|UDP|UDPLITE|RAW|PING|SCTP|DCCP|MPTCP)(?:v6)?:\[(?<ends>.*?)\]>", RegexOptions.CultureInvariant)]
    private static partial Regex Descriptor();
}
