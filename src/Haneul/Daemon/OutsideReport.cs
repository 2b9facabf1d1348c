using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>The hosts outside, as <c>GET /_haneul/outside</c> gives them.</summary>
internal sealed record OutsideReport(IReadOnlyList<OutsideReport.Host> Hosts)
{
    /// <summary>A host with its own address, and the one that it has on the internet.</summary>
    internal sealed record Host(string Name, string Address, string? Home, string PublicAddress);

    public static OutsideReport Of(World world)
    {
        var scope = world.At(Place.Between);
        return new OutsideReport([.. scope.All<OutsideHost>().Select(h => new Host(h.Id.Value, h.Address.ToString(), h.HomeId?.Value, (scope.Find(h.HomeId)?.PublicIp ?? h.Address).ToString()))]);
    }
}
