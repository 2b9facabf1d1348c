namespace Haneul.Model;

/// <summary>A VPN gateway is now attached, or no longer.</summary>
public sealed record VpnGatewayGoesOn(Place Place, Id<VpnGateway> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var gateway)) return;
        here.Put(gateway with { AttachmentState = gateway.AttachmentState switch { "attaching" => "attached", "detaching" => "detached", var at => at } });
    }
}

/// <summary>A VPN connection is made, changed or taken down.</summary>
public sealed record VpnConnectionGoesOn(Place Place, Id<VpnConnection> Id) : Report
{
    public override void Apply(Draft draft)
    {
        var here = draft.In(Place);
        if (!here.TryFind(Id, out var connection)) return;
        if (connection.State == "deleting") VpnConnections.End(here, connection);
        else if (connection.State is "pending" or "modifying") here.Put(connection with { State = "available" });
    }
}
