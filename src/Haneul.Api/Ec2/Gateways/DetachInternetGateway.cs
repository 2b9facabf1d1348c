using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Detaches an internet gateway from a VPC in which nothing has a public address. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DetachInternetGateway.html</summary>
public sealed record DetachInternetGateway : Command<Done>
{
    public required Id<InternetGateway> InternetGatewayId { get; init; }

    public required Id<Vpc> VpcId { get; init; }

    public override Done Apply(Draft draft)
    {
        var gateway = draft.Get(InternetGatewayId);
        draft.Get(VpcId);
        if (gateway.VpcId != VpcId) throw new Fault("Gateway.NotAttached", $"resource {InternetGatewayId} is not attached to network {VpcId}");
        var mapped = draft.All<NetworkInterface>().Marked(VpcId.Value)
            .FirstOrDefault(n => n.LentPublicIp is not null || draft.All<ElasticAddress>().CountMarked(n.Id.Value) > 0);
        if (mapped is not null)
        {
            throw Fault.Dependency($"Network {VpcId} has some mapped public address(es). Please unmap those public address(es) before detaching the gateway. ({mapped.Id})");
        }
        foreach (var table in draft.All<RouteTable>().Where(t => t.Associations.Any(a => a.GatewayId == InternetGatewayId.Value)).ToList())
        {
            draft.Put(table with { Associations = table.Associations.RemoveAll(a => a.GatewayId == InternetGatewayId.Value) });
        }
        draft.Put(gateway with { VpcId = null });
        return Done.Value;
    }
}
