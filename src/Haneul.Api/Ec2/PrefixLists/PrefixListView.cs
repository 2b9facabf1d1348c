using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A prefix list as EC2 answers it, without its entries. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ManagedPrefixList.html</summary>
public sealed record PrefixListView
{
    public required Id<PrefixList> PrefixListId { get; init; }

    public required string AddressFamily { get; init; }

    public required string State { get; init; }

    public string? StateMessage { get; init; }

    public required string PrefixListArn { get; init; }

    public required string PrefixListName { get; init; }

    /// <summary>Only of the account's own lists, as is <see cref="Version"/>.</summary>
    public int? MaxEntries { get; init; }

    public int? Version { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    public required string OwnerId { get; init; }

    public static PrefixListView Of(Scope scope, PrefixList list) => new()
    {
        PrefixListId = list.Id,
        AddressFamily = list.IsV6 ? "IPv6" : "IPv4",
        State = list.State,
        StateMessage = list.StateMessage,
        PrefixListArn = list.IsOfAws ? $"arn:aws:ec2:{scope.Region}:aws:prefix-list/{list.Id}" : scope.Arn("ec2", $"prefix-list/{list.Id}"),
        PrefixListName = list.Name,
        MaxEntries = list.IsOfAws ? null : list.MaxEntries,
        Version = list.IsOfAws ? null : list.Version,
        Tags = scope.TagsFor(list.Id.Value),
        OwnerId = list.OwnerId,
    };
}

/// <summary>The answer of the actions that change a prefix list.</summary>
public sealed record PrefixListResult(PrefixListView PrefixList);
