using Haneul.Model;

namespace Haneul.Outside;

/// <summary>What is outside, as <c>GET /_haneul/outside</c> and <c>haneul outside --json</c> give it.</summary>
/// <param name="Machine">The user's machine.</param>
/// <param name="Hosts">Hosts on the internet and in homes.</param>
/// <param name="Homes">The homes.</param>
/// <param name="PublicPools">Where public addresses of the cloud are given out from, in this order.</param>
internal sealed record OutsideReport(MachineReport Machine, IReadOnlyList<OutsideHostReport> Hosts, IReadOnlyList<HomeReport> Homes, IReadOnlyList<string> PublicPools)
{
    public static OutsideReport Of(World world)
    {
        var scope = world.At(Place.Between);
        return new OutsideReport(
            MachineReport.Of(scope), [.. scope.All<OutsideHost>().Select(h => OutsideHostReport.Of(scope, h))], [.. scope.All<Home>().Select(HomeReport.Of)],
            [.. Haneul.Model.PublicPools.All(scope).Select(p => p.ToString())]);
    }
}

/// <summary>The user's machine: its place on the emulated internet, and the TCP ports that can be opened from there.</summary>
internal sealed record MachineReport(string Name, string Address, string Ipv6Address, IReadOnlyList<int> Exposed)
{
    public static MachineReport Of(Scope scope) =>
        new(AddressPools.MachineName, AddressPools.Machine.ToString(), AddressPools.MachineV6.ToString(), [.. scope.All<ExposedPort>().Select(p => p.Port).Order()]);
}

/// <summary>A host with its own address, and the one that it has on the internet.</summary>
internal sealed record OutsideHostReport(string Name, string Address, string? Home, string PublicAddress, IReadOnlyList<int> Serves)
{
    public static OutsideHostReport Of(Scope scope, OutsideHost h) =>
        new(h.Id.Value, h.Address.ToString(), h.HomeId?.Value, (scope.Find(h.HomeId)?.PublicIp ?? h.Address).ToString(), h.Serves);
}

/// <summary>A home: its block, its router's addresses inside and on the internet, and the ports that lead inside.</summary>
internal sealed record HomeReport(string Name, string Block, string RouterAddress, string PublicAddress, IReadOnlyList<ForwardReport> Forwards)
{
    public static HomeReport Of(Home home) =>
        new(home.Id.Value, home.Block.ToString(), home.RouterIp.ToString(), home.PublicIp.ToString(), [.. home.Forwards.Select(f => new ForwardReport(Protocols.NameOf(f.Protocol), f.Port, f.HostId.Value, f.HostPort))]);
}

/// <summary>A port outside that leads to a port of a host inside.</summary>
internal sealed record ForwardReport(string Protocol, int Port, string Host, int HostPort);
