using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes a connection down. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpnConnection.html</summary>
public sealed record DeleteVpnConnection : Command<Done>
{
    public required Id<VpnConnection> VpnConnectionId { get; init; }

    public override Done Apply(Draft draft)
    {
        var connection = draft.Get(VpnConnectionId);
        if (connection.IsLiving) draft.Put(connection with { State = "deleting" });
        return Done.Value;
    }
}
