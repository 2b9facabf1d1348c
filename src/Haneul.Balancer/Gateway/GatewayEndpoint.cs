using System.Globalization;
using Haneul.Io;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>
/// An endpoint of a gateway balancer: whole packets that arrive at its interface go to the appliance that their flow has, and what the appliance sends back goes on from the interface. Belongs to one loop.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/gateway/introduction.html
/// </summary>
internal sealed class GatewayEndpoint(string id, string interfaceId)
{
    /// <summary>Flows that one endpoint remembers.</summary>
    public const int MostFlows = 262_144;

    private const int LinkLength = 14, LongestPacket = 65_535;
    private const ushort V4 = 0x0800, V6 = 0x86dd;

    private readonly byte[] outward = new byte[Geneve.HeaderLength + LongestPacket];
    private readonly byte[] inward = new byte[FrameSocket.HeaderLength + LinkLength + LongestPacket];
    private readonly FlowTable flows = new(MostFlows);
    private readonly ulong attachment = NumberOf(interfaceId);
    private bool knowsRouter;

    public string Id => id;

    /// <summary>The last 16 digits of its id: what appliances are told.</summary>
    public ulong Number { get; } = NumberOf(id);

    public GatewayCounts Counts { get; private set; } = new();

    public FrameSocket? Socket { get; set; }

    public GatewayNode? Node { get; set; }

    public Appliances? Appliances { get; private set; }

    public int TcpIdleSeconds { get; set; } = 350;

    public int ActiveFlows => flows.Count;

    /// <summary>The eight bytes that stand for an id with hexadecimal digits; of others their hash.</summary>
    public static ulong NumberOf(string id)
    {
        var digits = id.AsSpan(id.LastIndexOf('-') + 1);
        if (digits.Length > 16) digits = digits[^16..];
        if (ulong.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)) return number;
        foreach (var c in id) number = FlowKey.Mix(number ^ c);
        return number;
    }

    /// <summary>What a flow is called between the balancer and its appliances; it follows from the flow alone, so that a data plane that starts anew knows what comes back.</summary>
    public uint CookieOf(ulong flow) => (uint)FlowKey.Mix(flow ^ Number);

    public void Use(Appliances now) => Appliances = now;

    /// <summary>The appliances that flows of this endpoint are at.</summary>
    public IEnumerable<Id<TargetRegistration>> Used => flows.Flows.Select(f => f.Appliance).Distinct();

    public GatewayCounts TakeCounts()
    {
        var counts = Counts;
        Counts = new GatewayCounts();
        return counts;
    }

    public void Expire(long nowMs) => flows.Expire(nowMs, TcpIdleSeconds);

    /// <summary>A frame that arrived at the interface.</summary>
    public void Take(Span<byte> frame)
    {
        var packet = frame[FrameSocket.HeaderLength..];
        if (packet.Length <= LinkLength) return;
        var type = packet[12] << 8 | packet[13];
        if (type is not (V4 or V6)) return;
        if (!knowsRouter) Turn(packet[..LinkLength]);
        var offload = Offload.Read(frame, LinkLength);
        packet = packet[LinkLength..];
        if (Appliances is not { } appliances || !FlowKey.TryRead(packet, appliances.Breadth, out var key, out var length) || !offload.IsKnown)
        {
            Counts.Unreadable++;
            return;
        }
        packet = packet[..length];
        if (FlowOf(appliances, key) is not { } flow) Counts.Unserved++;
        else if (offload.IsCut) GiveCut(packet, offload, flow);
        else if (packet.Length > LongestPacket || offload.LacksChecksum && !Offloading.Complete(packet, offload)) Counts.Unreadable++;
        else Give(packet, flow);
    }

    /// <summary>What an appliance sends back goes on, if it is of the flow that it says, and from an appliance.</summary>
    public void TakeBack(ReadOnlySpan<byte> packet, in GeneveTags tags, Ip from)
    {
        if (Appliances is not { } appliances || Socket is not { } socket || !knowsRouter) return;
        if (!FlowKey.TryRead(packet, appliances.Breadth, out var key, out var length) || tags.AttachmentId != attachment || tags.FlowCookie != CookieOf(key.Hash))
        {
            Counts.Strange++;
            return;
        }
        if (flows.Find(key, socket.Loop.NowMs)?.Address != from && !appliances.Has(from))
        {
            Counts.Strange++;
            return;
        }
        var at = FrameSocket.HeaderLength + LinkLength;
        var type = key.IsV6 ? V6 : V4;
        (inward[at - 2], inward[at - 1]) = ((byte)(type >> 8), (byte)type);
        packet[..length].CopyTo(inward.AsSpan(at));
        if (socket.Send(inward.AsSpan(0, at + length))) Counts.Returned++;
        else Counts.Unsent++;
    }

    private GatewayFlow? FlowOf(Appliances appliances, in FlowKey key)
    {
        var nowMs = Socket?.Loop.NowMs ?? 0;
        var flow = flows.Find(key, nowMs);
        if (flow is not null && appliances.Keeps(flow.Appliance)) return flow;
        var hash = flow?.Hash ?? key.Hash;
        if (appliances.Choose(hash) is not { } chosen) return null;
        if (flow is not null)
        {
            Counts.Moved++;
            (flow.Appliance, flow.Address) = (chosen.Id, chosen.Address);
            return flow;
        }
        Counts.NewFlows++;
        var made = new GatewayFlow(key, hash, chosen.Id, chosen.Address);
        flows.Add(made, nowMs);
        return made;
    }

    private void GiveCut(ReadOnlySpan<byte> packet, in Offload offload, GatewayFlow flow)
    {
        var count = Offloading.Count(packet, offload);
        if (count == 0) Counts.Unreadable++;
        for (var i = 0; i < count; i++) Send(Offloading.Cut(packet, offload, i, outward.AsSpan(Geneve.HeaderLength)), flow);
    }

    private void Give(ReadOnlySpan<byte> packet, GatewayFlow flow)
    {
        packet.CopyTo(outward.AsSpan(Geneve.HeaderLength));
        Send(packet.Length, flow);
    }

    private void Send(int length, GatewayFlow flow)
    {
        Geneve.Write(outward, new GeneveTags(Number, attachment, CookieOf(flow.Hash)), flow.Key.IsV6);
        Counts.Bytes += length;
        if (Node?.Send(outward.AsSpan(0, Geneve.HeaderLength + length), flow.Address, flow.Hash) == true) Counts.Given++;
        else Counts.Unsent++;
    }

    /// <summary>What goes back goes to whom it came from: the VPC's router, which is alone at the other end of the cable.</summary>
    private void Turn(ReadOnlySpan<byte> link)
    {
        var at = FrameSocket.HeaderLength;
        link[6..12].CopyTo(inward.AsSpan(at));
        link[..6].CopyTo(inward.AsSpan(at + 6));
        knowsRouter = true;
    }
}
