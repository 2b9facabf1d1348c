using Haneul.Api.Dispatch;

namespace Haneul.Api.Ec2;

/// <summary>What all of EC2's Describe actions take: filters and paging.</summary>
public abstract record DescribeQuery<TResult> : Query<TResult> where TResult : notnull
{
    public IReadOnlyList<Filter> Filters { get; init; } = [];

    public int? MaxResults { get; init; }

    public string? NextToken { get; init; }
}

/// <summary>One filter: a row passes if any of the values (with * and ?) matches. Several filters must all pass.</summary>
public sealed record Filter
{
    public required string Name { get; init; }

    public IReadOnlyList<string> Values { get; init; } = [];
}
