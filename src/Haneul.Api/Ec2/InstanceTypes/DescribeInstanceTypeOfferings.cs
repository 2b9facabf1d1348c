using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Says which types a region or its zones offer: here, every zone offers every type. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceTypeOfferings.html</summary>
public sealed record DescribeInstanceTypeOfferings : DescribeQuery<DescribeInstanceTypeOfferings.Result>
{
    public string LocationType { get; init; } = "region";

    public sealed record Result(IReadOnlyList<InstanceTypeOffering> InstanceTypeOfferings, string? NextToken);

    public override Result Answer(Scope scope)
    {
        if (MaxResults is < 5 or > 1000) throw Fault.Invalid("MaxResults", $"{MaxResults}", "It must be between 5 and 1000");
        var region = Regions.Of(scope.Region);
        IReadOnlyList<string> places = LocationType switch
        {
            "region" => [region.Name],
            "availability-zone" => [.. region.Zones.Select(z => z.Name)],
            "availability-zone-id" => [.. region.Zones.Select(z => z.Id)],
            "outpost" => [],
            _ => throw Fault.Invalid("LocationType", LocationType, "It must be region, availability-zone, availability-zone-id or outpost"),
        };
        foreach (var filter in Filters)
        {
            if (filter.Name is not ("instance-type" or "location")) throw new Fault("InvalidParameterValue", $"The filter '{filter.Name}' is invalid");
        }
        var rows = places.SelectMany(place => InstanceTypes.All.Select(type => new InstanceTypeOffering(type.Id.Value, LocationType, place)))
            .Where(o => Filters.All(f => f.Values.Any(v => Wildcard.Matches(v, f.Name == "location" ? o.Location : o.InstanceType))))
            .ToList();
        var from = Start(rows);
        if (MaxResults is not { } size || rows.Count - from <= size) return new Result(rows[from..], null);
        return new Result(rows.GetRange(from, size), $"{rows[from + size].Location}/{rows[from + size].InstanceType}");
    }

    private int Start(List<InstanceTypeOffering> rows)
    {
        if (NextToken is null) return 0;
        var at = rows.FindIndex(o => $"{o.Location}/{o.InstanceType}" == NextToken);
        return at >= 0 ? at : throw Fault.Invalid("NextToken", NextToken, "It was not given out by this action");
    }
}

/// <summary>A type that a place offers.</summary>
public sealed record InstanceTypeOffering(string InstanceType, string LocationType, string Location);
