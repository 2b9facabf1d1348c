using Haneul.Fabric;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Proof;

/// <summary>An address by which "anyone" may speak first, for as long as this lives: it answers for all addresses, but has only one.</summary>
internal sealed class Voice : IDisposable
{
    private readonly NamespaceEntry? entry;
    private readonly AddressPlan address;

    private Voice(NamespaceEntry? entry, AddressPlan address) => (this.entry, this.address) = (entry, address);

    /// <summary>Any other host speaks by its own.</summary>
    public static Voice Of(NamespaceEntry entry, string ns, Ip source)
    {
        var address = new AddressPlan("lo", source, source.IsV6 ? 128 : 32);
        if (ns != PlanNames.Anyone) return new Voice(null, address);
        ExtraAddress.Add(entry, ns, address);
        return new Voice(entry, address);
    }

    public void Dispose()
    {
        if (entry is not null) ExtraAddress.Remove(entry, PlanNames.Anyone, address);
    }
}
