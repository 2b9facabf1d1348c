using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A set of DHCP options as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DhcpOptions.html</summary>
public sealed record DhcpOptionsView(Id<DhcpOptions> DhcpOptionsId, string OwnerId, IReadOnlyList<DhcpConfigurationView> DhcpConfigurations, IReadOnlyList<Tag> Tags)
{
    public static DhcpOptionsView Of(Scope scope, DhcpOptions options) => new(
        options.Id, scope.Account, [.. options.Options.Select(o => new DhcpConfigurationView(o.Key, [.. o.Values.Select(v => new StringValue { Value = v })]))], scope.TagsFor(options.Id.Value));
}

/// <summary>One option and its values.</summary>
public sealed record DhcpConfigurationView(string Key, IReadOnlyList<StringValue> Values);
