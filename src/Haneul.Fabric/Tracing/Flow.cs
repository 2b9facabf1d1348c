using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>What the network remembers of a packet that passed, so that its answer finds back: admissions and translations.</summary>
internal sealed class Flow
{
    private readonly List<(Port Port, bool Inward, Packet Packet)> admitted = [];
    private readonly List<(string At, Packet Before, Packet After)> translated = [];
    private readonly List<(Router Router, Ip Inside, Ip Outside)> assumed = [];

    /// <summary>What nodes of network balancers passed on with the client's address.</summary>
    private readonly List<(Port Node, Packet Packet)> steered = [];

    public void Steer(Port node, Packet packet) => steered.Add((node, packet));

    /// <summary>The node by which this answer goes back in its VPC.</summary>
    public Port? SteeredBy(Router router, Packet answer)
    {
        foreach (var (node, packet) in steered)
        {
            if (node.Router == router && packet.Answer() == answer) return node;
        }
        return null;
    }

    /// <summary>Left by an egress-only gateway: the answer comes back by it.</summary>
    public (OneWayExit Exit, Packet Packet)? OneWay { get; set; }

    public void Admit(Port port, bool inward, Packet packet) => admitted.Add((port, inward, packet));

    /// <summary>The packet answers one that this port let pass the other way.</summary>
    public bool IsTracked(Port port, bool inward, Packet answer)
    {
        foreach (var (at, was, packet) in admitted)
        {
            if (at == port && was != inward && packet.Answer() == answer) return true;
        }
        return false;
    }

    public void Translate(string at, Packet before, Packet after) => translated.Add((at, before, after));

    /// <summary>The answer to the packet as it was before it was translated here; null where this answers nothing.</summary>
    public Packet? Undo(string at, Packet answer)
    {
        foreach (var (by, before, after) in translated)
        {
            if (by == at && after.Answer() == answer) return before.Answer();
        }
        return null;
    }

    /// <summary>Goes on as if this public address stood for the private one.</summary>
    public void Assume(Router router, Ip inside, Ip outside) => assumed.Add((router, inside, outside));

    public (Router Router, Ip Inside)? AssumedBehind(Ip outside)
    {
        foreach (var (router, inside, o) in assumed)
        {
            if (o == outside) return (router, inside);
        }
        return null;
    }

    public Ip? AssumedFor(Router router, Ip inside)
    {
        foreach (var (r, i, outside) in assumed)
        {
            if (r == router && i == inside) return outside;
        }
        return null;
    }
}
