using Haneul.Model;

namespace Haneul.Tests.Spec;

/// <summary>Something that AWS's documents say about one packet, drawn as a world with a question and the known answer.</summary>
/// <param name="Name">What is so.</param>
/// <param name="Page">The page that says it.</param>
/// <param name="Draw">Draws the world and tells what to ask and to expect.</param>
internal sealed record Fact(string Name, string Page, Func<Sketch, Known> Draw)
{
    public const string Guide = "https://docs.aws.amazon.com/vpc/latest/userguide/", PeeringGuide = "https://docs.aws.amazon.com/vpc/latest/peering/";

    public override string ToString() => Name;
}

/// <summary>A question with its known answer.</summary>
internal sealed record Known(SpecQuestion Question)
{
    /// <summary>The code of the first blocker; null: there and back.</summary>
    public string? Code { get; init; }

    /// <summary>It is the answer that is stopped.</summary>
    public bool OnTheWayBack { get; init; }

    /// <summary>The addresses of the packet when it arrives.</summary>
    public Ip? LastSource { get; init; }

    public Ip? LastDestination { get; init; }

    public int? LastSourcePort { get; init; }

    /// <summary>A route, rule, entry or object that decided somewhere on the way.</summary>
    public string? Decider { get; init; }

    public static Known Reaches(NetworkInterface from, string to, int port = 443) => new(Tcp(from, Ip.Parse(to), port));

    public static Known Reaches(NetworkInterface from, Ip to, int port = 443) => new(Tcp(from, to, port));

    public static Known Blocked(NetworkInterface from, Ip to, string code, int port = 443) => new(Tcp(from, to, port)) { Code = code };

    public static Known Blocked(NetworkInterface from, string to, string code, int port = 443) => Blocked(from, Ip.Parse(to), code, port);

    private static SpecQuestion Tcp(NetworkInterface from, Ip to, int port) =>
        new(new SpecStart.Interface(from.Id), new SpecPacket(to.IsV6 ? from.Ipv6Addresses[0] : from.PrivateIps[0], to, SpecPacket.Tcp, 40000, port));

    /// <summary>From somewhere on the internet.</summary>
    public static SpecQuestion Outside(Ip to, int port = 443) =>
        new(new SpecStart.Internet(), new SpecPacket(Ip.Parse(to.IsV6 ? "2606:4700::9999" : "203.0.113.9"), to, SpecPacket.Tcp, 40000, port));
}
