using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Lists sets of DHCP options. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeDhcpOptions.html</summary>
public sealed record DescribeDhcpOptions : DescribeQuery<DescribeDhcpOptions.Result>
{
    [Wire("DhcpOptionsId")]
    public IReadOnlyList<Id<DhcpOptions>> DhcpOptionsIds { get; init; } = [];

    public sealed record Result([property: Wire("dhcpOptionsSet")] IReadOnlyList<DhcpOptionsView> DhcpOptions, string? NextToken);

    private static readonly Dictionary<string, Reads<DhcpOptions>> Known = new(StringComparer.Ordinal)
    {
        ["dhcp-options-id"] = (_, o) => [o.Id.Value],
        ["key"] = (_, o) => o.Options.Select(x => x.Key),
        ["owner-id"] = (s, _) => [s.Account],
        ["value"] = (_, o) => o.Options.SelectMany(x => x.Values),
    };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<DhcpOptions>(scope, scope.All<DhcpOptions>()).Named(DhcpOptionsIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        return new Result([.. page.Rows.Select(o => DhcpOptionsView.Of(scope, o))], page.NextToken);
    }
}
