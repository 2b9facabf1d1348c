using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What one side of a peering lets the other do. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_PeeringConnectionOptionsRequest.html</summary>
public sealed record PeeringOptions
{
    /// <summary>May the other VPC resolve this side's public names to private addresses?</summary>
    public bool? AllowDnsResolutionFromRemoteVpc { get; init; }

    [NoEffect("EC2-Classic has ended; always answered as false")]
    public bool? AllowEgressFromLocalClassicLinkToRemoteVpc { get; init; }

    [NoEffect("EC2-Classic has ended; always answered as false")]
    public bool? AllowEgressFromLocalVpcToRemoteClassicLink { get; init; }

    public static PeeringOptions Of(PeeringSide side) => new()
    {
        AllowDnsResolutionFromRemoteVpc = side.AllowDnsResolutionFromRemoteVpc,
        AllowEgressFromLocalClassicLinkToRemoteVpc = false,
        AllowEgressFromLocalVpcToRemoteClassicLink = false,
    };
}
