using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Makes a set of DHCP options. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateDhcpOptions.html</summary>
public sealed record CreateDhcpOptions : Command<CreateDhcpOptions.Result>
{
    public required IReadOnlyList<Configuration> DhcpConfigurations { get; init; } = [];

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(DhcpOptionsView DhcpOptions);

    /// <summary>One option and its values.</summary>
    public sealed record Configuration
    {
        public required string Key { get; init; }

        public IReadOnlyList<string> Values { get; init; } = [];
    }

    public override Result Apply(Draft draft)
    {
        if (DhcpConfigurations.Count == 0) throw Fault.Missing("DhcpConfiguration");
        if (DhcpConfigurations.GroupBy(c => c.Key).FirstOrDefault(g => g.Count() > 1) is { } twice) throw Fault.Invalid("DhcpConfiguration.Key", twice.Key, "An option is given twice");
        foreach (var option in DhcpConfigurations) DhcpRules.Check(option.Key, option.Values);
        var made = draft.Put(new DhcpOptions
        {
            Id = draft.NewId<DhcpOptions>(),
            Options = [.. DhcpConfigurations.Select(c => new DhcpOption(c.Key, [.. c.Values]))],
        });
        draft.TagNew(made.Id, TagSpecifications);
        return new Result(DhcpOptionsView.Of(draft, made));
    }
}
