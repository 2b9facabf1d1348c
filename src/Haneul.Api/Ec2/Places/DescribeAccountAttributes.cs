using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Tells what an account has and may have. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAccountAttributes.html</summary>
public sealed record DescribeAccountAttributes : Query<DescribeAccountAttributes.Result>
{
    public IReadOnlyList<string> AttributeNames { get; init; } = [];

    public sealed record Result(IReadOnlyList<AttributeView> AccountAttributes);

    /// <summary>One attribute and its values.</summary>
    public sealed record AttributeView(string AttributeName, IReadOnlyList<AttributeValueView> AttributeValues);

    /// <summary>A value of an attribute.</summary>
    public sealed record AttributeValueView(string AttributeValue);

    private static readonly Dictionary<string, Func<Scope, string>> Known = new(StringComparer.Ordinal)
    {
        ["supported-platforms"] = _ => "VPC",
        ["default-vpc"] = s => s.All<Vpc>().FirstOrDefault(v => v.IsDefault)?.Id.Value ?? "none",
        ["max-instances"] = _ => "20",
        ["max-elastic-ips"] = s => $"{s.QuotaOf(Quotas.ElasticAddresses)}",
        ["vpc-max-elastic-ips"] = s => $"{s.QuotaOf(Quotas.ElasticAddresses)}",
        ["vpc-max-security-groups-per-interface"] = s => $"{s.QuotaOf(Quotas.SecurityGroupsPerInterface)}",
    };

    public override Result Answer(Scope scope)
    {
        foreach (var name in AttributeNames)
        {
            if (!Known.ContainsKey(name)) throw Fault.Invalid("attributeName", name, $"It must be one of {string.Join(", ", Known.Keys)}");
        }
        return new Result([.. Known.Where(k => AttributeNames.Count == 0 || AttributeNames.Contains(k.Key)).Select(k => new AttributeView(k.Key, [new AttributeValueView(k.Value(scope))]))]);
    }
}
