using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists the reverse names of elastic addresses. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeAddressesAttribute.html</summary>
public sealed record DescribeAddressesAttribute : Query<DescribeAddressesAttribute.Result>
{
    public IReadOnlyList<Id<ElasticAddress>> AllocationIds { get; init; } = [];

    public string? Attribute { get; init; }

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<AddressAttributeView> Addresses, string? NextToken);

    public override Result Answer(Scope scope)
    {
        if (Attribute is not (null or "domain-name")) throw Fault.Invalid("attribute", Attribute, "It must be domain-name");
        var page = new Selection<ElasticAddress>(scope, scope.All<ElasticAddress>()).Named(AllocationIds).Paged(MaxResults, NextToken, least: 1);
        return new Result([.. page.Rows.Select(AddressAttributeView.Of)], page.NextToken);
    }
}
