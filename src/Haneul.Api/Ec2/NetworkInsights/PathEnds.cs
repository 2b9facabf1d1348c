using System.Collections.Frozen;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What can be an end of a path, told by the prefix of its id. https://docs.aws.amazon.com/vpc/latest/reachability/how-reachability-analyzer-works.html</summary>
internal static class PathEnds
{
    /// <summary>One kind of end: its type in ARNs, what it is to the tracer, and the check that one is there.</summary>
    private sealed record EndKind(string ArnType, ObjectKind Kind, Action<Scope, string> Require);

    private static readonly FrozenDictionary<string, EndKind> ByPrefix = new Dictionary<string, EndKind>(StringComparer.Ordinal)
    {
        ["i"] = new("instance", ObjectKind.Instance, (s, id) => s.Get(new Id<Instance>(id))),
        ["eni"] = new("network-interface", ObjectKind.NetworkInterface, (s, id) => s.Get(new Id<NetworkInterface>(id))),
        ["igw"] = new("internet-gateway", ObjectKind.InternetGateway, (s, id) => s.Get(new Id<InternetGateway>(id))),
        ["vgw"] = new("vpn-gateway", ObjectKind.VpnGateway, (s, id) => s.Get(new Id<VpnGateway>(id))),
        ["vpce"] = new("vpc-endpoint", ObjectKind.VpcEndpoint, (s, id) => s.Get(new Id<VpcEndpoint>(id))),
        ["pcx"] = new("vpc-peering-connection", ObjectKind.VpcPeering, (s, id) => s.Get(new Id<VpcPeering>(id))),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The id in an id or ARN, checked to name something that a path can start or end at.</summary>
    public static string Read(Scope scope, string text, string parameter)
    {
        var id = text;
        if (text.StartsWith("arn:", StringComparison.Ordinal))
        {
            if (text.Split(':', 6) is not [_, _, "ec2", var region, var account, var resource]) throw Fault.Invalid(parameter, text, "It is no ARN of EC2");
            if (region != scope.Region || account != scope.Account) throw Fault.Invalid(parameter, text, $"It must be in region {scope.Region} of account {scope.Account}");
            id = resource[(resource.IndexOf('/') + 1)..];
        }
        KindOf(id, parameter).Require(scope, id);
        return id;
    }

    public static string ArnOf(Scope scope, string id) => scope.Arn("ec2", $"{KindOf(id, "Source").ArnType}/{id}");

    public static PathEnd EndOf(string id) => new(new ObjectRef(KindOf(id, "Source").Kind, id));

    private static EndKind KindOf(string id, string parameter) =>
        ByPrefix.GetValueOrDefault(id[..Math.Max(0, id.IndexOf('-'))])
        ?? throw Fault.Invalid(parameter, id, "It must be the id or ARN of an instance, network interface, internet gateway, VPN gateway, VPC endpoint or VPC peering connection");
}
