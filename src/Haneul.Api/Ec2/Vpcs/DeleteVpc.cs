using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Deletes an empty VPC and what AWS made with it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteVpc.html</summary>
public sealed record DeleteVpc : Command<Done>
{
    public required Id<Vpc> VpcId { get; init; }

    public override Done Apply(Draft draft)
    {
        var vpc = draft.Get(VpcId);
        if (Dependency(draft, vpc) is { } what) throw Fault.Dependency($"The vpc '{VpcId}' has dependencies and cannot be deleted: {what}");
        foreach (var table in draft.All<RouteTable>().Where(t => t.VpcId == VpcId)) draft.Remove(table.Id);
        foreach (var acl in draft.All<NetworkAcl>().Where(a => a.VpcId == VpcId)) draft.Remove(acl.Id);
        foreach (var group in draft.All<SecurityGroup>().Where(g => g.VpcId == VpcId))
        {
            SecurityGroups.Revoke(draft, group, group.Rules);
            draft.Remove(group.Id);
        }
        Peerings.EndRequestsOf(draft, VpcId);
        foreach (var eigw in draft.All<EgressOnlyInternetGateway>().Where(g => g.VpcId == VpcId)) draft.Remove(eigw.Id);
        draft.Remove(VpcId);
        return Done.Value;
    }

    private static string? Dependency(Scope scope, Vpc vpc) =>
        scope.All<Subnet>().FirstOrDefault(s => s.VpcId == vpc.Id)?.Id.Value
        ?? scope.All<InternetGateway>().FirstOrDefault(g => g.VpcId == vpc.Id)?.Id.Value
        ?? scope.All<VpnGateway>().FirstOrDefault(g => g.VpcId == vpc.Id && g.AttachmentState is "attaching" or "attached" or "detaching")?.Id.Value
        ?? scope.All<VpcEndpoint>().FirstOrDefault(e => e.VpcId == vpc.Id && e.State is not "deleted")?.Id.Value
        ?? scope.All<RouteTable>().FirstOrDefault(t => t.VpcId == vpc.Id && !t.IsMain)?.Id.Value
        ?? scope.All<NetworkAcl>().FirstOrDefault(a => a.VpcId == vpc.Id && !a.IsDefault)?.Id.Value
        ?? scope.All<SecurityGroup>().FirstOrDefault(g => g.VpcId == vpc.Id && g.Name != "default")?.Id.Value
        ?? scope.All<VpcPeering>().FirstOrDefault(p => p.Joins(vpc.Id) && p.State == PeeringState.Active)?.Id.Value;
}
