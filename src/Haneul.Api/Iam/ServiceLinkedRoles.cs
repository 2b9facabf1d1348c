using System.Collections.Frozen;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Roles that belong to services. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html</summary>
internal static class ServiceLinkedRoles
{
    /// <summary>Names that do not follow from the service's own.</summary>
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["autoscaling"] = "AutoScaling",
        ["elasticloadbalancing"] = "ElasticLoadBalancing",
        ["spot"] = "EC2Spot",
        ["spotfleet"] = "EC2SpotFleet",
        ["ecs"] = "ECS",
        ["eks"] = "AmazonEKS",
        ["eks-nodegroup"] = "AmazonEKSNodegroup",
        ["rds"] = "RDS",
        ["elasticache"] = "ElastiCache",
        ["transitgateway"] = "VPCTransitGateway",
        ["ops.apigateway"] = "APIGateway",
        ["vpc-lattice"] = "VpcLattice",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IamRole Make(Draft draft, string service, string? suffix, string? description)
    {
        const string Domain = ".amazonaws.com";
        if (!service.EndsWith(Domain, StringComparison.Ordinal) || service.Length == Domain.Length || service.Length > 128)
        {
            throw new Fault("InvalidInput", "AWSServiceName must be a service principal such as autoscaling.amazonaws.com");
        }
        var code = service[..^Domain.Length];
        var plain = Names.GetValueOrDefault(code) ?? string.Concat(code.Split('-', '.').Select(p => p.Length == 0 ? p : char.ToUpperInvariant(p[0]) + p[1..]));
        var name = IamChecks.Name("roleName", $"AWSServiceRoleFor{plain}{(string.IsNullOrEmpty(suffix) ? "" : "_" + suffix)}", 64);
        var id = new Id<IamRole>(name);
        if (draft.TryFind(id, out _)) throw new Fault("InvalidInput", $"Service role name {name} has been taken in this account, please try a different suffix.");
        return draft.Put(new IamRole
        {
            Id = id,
            UniqueId = IamChecks.UniqueId(draft, "AROA"),
            Path = $"/aws-service-role/{service}/",
            TrustPolicy = $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"{{service}}"},"Action":"sts:AssumeRole"}]}""",
            Description = description,
            CreateTime = draft.Now,
        });
    }

    /// <summary>The name of the task that deletes a role: it is done as soon as it is asked for.</summary>
    public static string TaskOf(Draft draft, IamRole role) => $"task{role.Path}{role.Id}/{draft.Hex(8)}-{draft.Hex(4)}-{draft.Hex(4)}-{draft.Hex(4)}-{draft.Hex(12)}";
}
