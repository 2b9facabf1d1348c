using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists elastic addresses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddresses.html</summary>
public sealed record DescribeAddresses : Query<DescribeAddresses.Result>
{
    public IReadOnlyList<Id<ElasticAddress>> AllocationIds { get; init; } = [];

    public IReadOnlyList<Ip> PublicIps { get; init; } = [];

    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public sealed record Result([property: Wire("addressesSet")] IReadOnlyList<AddressView> Addresses);

    private static readonly Dictionary<string, Reads<ElasticAddress>> Known = new(StringComparer.Ordinal)
    {
        ["allocation-id"] = (_, a) => [a.Id.Value],
        ["association-id"] = (_, a) => [a.AssociationId],
        ["domain"] = (_, _) => ["vpc"],
        ["instance-id"] = (s, a) => [s.Find(a.InterfaceId)?.Attachment?.InstanceId?.Value],
        ["network-border-group"] = (s, _) => [s.Region],
        ["network-interface-id"] = (_, a) => [a.InterfaceId?.Value],
        ["network-interface-owner-id"] = (s, a) => [a.InterfaceId is null ? null : s.Account],
        ["private-ip-address"] = (_, a) => [a.PrivateIp?.ToString()],
        ["public-ip"] = (_, a) => [a.PublicIp.ToString()],
    };

    public override Result Answer(Scope scope)
    {
        var rows = new Selection<ElasticAddress>(scope, scope.All<ElasticAddress>()).Named(AllocationIds).Where(Filters, Known).Paged(null, null).Rows;
        if (PublicIps.Count > 0)
        {
            foreach (var ip in PublicIps) ElasticAddresses.Named(scope, null, ip);
            rows = [.. rows.Where(a => PublicIps.Contains(a.PublicIp))];
        }
        return new Result([.. rows.Select(a => AddressView.Of(scope, a))]);
    }
}
