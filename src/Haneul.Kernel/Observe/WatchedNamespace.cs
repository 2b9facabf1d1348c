using System.Runtime.InteropServices;
using Haneul.Fabric;

namespace Haneul.Kernel;

/// <summary>One namespace under watch: the socket that hears, the one that owns the table, and what was asked of the kernel so far.</summary>
internal sealed class WatchedNamespace : IDisposable
{
    private readonly OpenNamespace sockets;
    private readonly NetlinkWriter writer = new();
    private Dictionary<int, string>? devices;
    private Dictionary<(string, ulong), int>? rules;

    private WatchedNamespace(string name, OpenNamespace sockets, NetlinkSocket ear) => (Name, this.sockets, Ear) = (name, sockets, ear);

    public string Name { get; }

    public NetlinkSocket Ear { get; }

    /// <summary>Names by index.</summary>
    public IReadOnlyDictionary<int, string> Devices => devices ??= ReadDevices();

    /// <summary>Places by chain and handle, in Haneul's table.</summary>
    public IReadOnlyDictionary<(string Chain, ulong Handle), int> Rules => rules ??= ReadRules();

    public static WatchedNamespace Open(NamespaceEntry entry, string name, NftTable table, int mostWaiting)
    {
        var (sockets, ear) = entry.In(name, () => (OpenNamespace.Here(name), NetlinkSocket.Open(NetlinkSocket.Netfilter)));
        var opened = new WatchedNamespace(name, sockets, ear);
        try
        {
            ear.AllowAnswersOf(mostWaiting);
            ear.Join(TraceMessages.Group);
            opened.Lay(table);
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    public void Reread() => (devices, rules) = (null, null);

    public RouteSeen RouteOf(Packet packet, string? device, uint mark) =>
        RouteQuestion.Ask(sockets.Route, writer, packet, Devices.FirstOrDefault(d => d.Value == device).Key, mark);

    /// <summary>The table goes with the socket that owns it.</summary>
    public void Dispose()
    {
        Ear.Dispose();
        sockets.Dispose();
    }

    private void Lay(NftTable table)
    {
        KernelException? refusal = null;
        writer.Clear();
        NftMessages.BeginBatch(writer);
        NftMessages.AddTable(writer, table.Name, owned: true);
        foreach (var chain in table.Chains.Values)
        {
            NftMessages.AddChain(writer, table.Name, chain);
            foreach (var rule in chain.Rules) NftMessages.AddRule(writer, table.Name, chain.Name, rule);
        }
        writer.AskForAnswer();
        var asked = writer.Sequence;
        NftMessages.EndBatch(writer);
        sockets.Netfilter.Carry(writer, asked, (_, errno, words) => refusal ??= new KernelException($"have packets traced in {Name}{(words.Length == 0 ? "" : $" ({words})")}", errno));
        if (refusal is not null) throw refusal;
    }

    private Dictionary<int, string> ReadDevices()
    {
        var found = new Dictionary<int, string>();
        writer.Clear();
        writer.Begin(Rtm.GetLink, NetlinkFlags.Dump);
        writer.Fixed(LinkAttribute.Header);
        writer.Number(LinkAttribute.ExtMask, LinkAttribute.WithoutStatistics);
        writer.End();
        sockets.Route.Dump(writer, "devices", message =>
        {
            if (message.Type != Rtm.NewLink || message.Body.Length < LinkAttribute.Header) return;
            foreach (var attribute in message.Attributes(LinkAttribute.Header))
            {
                if (attribute.Type == LinkAttribute.Name) found[MemoryMarshal.Read<int>(message.Body[4..])] = attribute.Text;
            }
        }, found.Clear);
        return found;
    }

    private Dictionary<(string, ulong), int> ReadRules()
    {
        var found = new Dictionary<(string, ulong), int>();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        writer.Clear();
        NftMessages.ListRules(writer, TableBuilder.Name);
        sockets.Netfilter.Dump(writer, "rules", message =>
        {
            if (NftMessages.RuleIn(message) is not { } rule) return;
            var place = counts.GetValueOrDefault(rule.Chain);
            counts[rule.Chain] = place + 1;
            found[rule] = place;
        }, () =>
        {
            found.Clear();
            counts.Clear();
        });
        return found;
    }
}
