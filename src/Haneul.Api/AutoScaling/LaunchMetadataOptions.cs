using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.AutoScaling;

/// <summary>How the metadata service of launched instances answers. https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_InstanceMetadataOptions.html</summary>
public sealed record LaunchMetadataOptions
{
    public string? HttpTokens { get; init; }

    public int? HttpPutResponseHopLimit { get; init; }

    public string? HttpEndpoint { get; init; }

    internal Ec2.MetadataOptionsRequest ToEc2() => new() { HttpTokens = HttpTokens, HttpPutResponseHopLimit = HttpPutResponseHopLimit, HttpEndpoint = HttpEndpoint };

    internal static LaunchMetadataOptions? Of(Ec2.MetadataOptionsRequest? o) => o is null ? null : new() { HttpTokens = o.HttpTokens, HttpPutResponseHopLimit = o.HttpPutResponseHopLimit, HttpEndpoint = o.HttpEndpoint };
}
