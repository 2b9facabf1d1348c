using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The answer of the actions that change a connection.</summary>
public sealed record VpnConnectionResult(VpnConnectionView VpnConnection);

/// <summary>What the actions that change a connection have in common.</summary>
internal static class VpnConnectionChanges
{
    public static VpnConnection Changeable(Scope scope, Id<VpnConnection> id)
    {
        var connection = scope.Get(id);
        return connection.State == "available" ? connection : throw Fault.State($"The vpnConnection {id} is {connection.State}");
    }

    public static VpnConnectionResult Put(Draft draft, VpnConnection changed) => new(VpnConnectionView.Of(draft, draft.Put(changed with { State = "modifying" })));
}
