using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>How a type meets the network. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInfo.html</summary>
public sealed record TypeNetworkView
{
    public required string NetworkPerformance { get; init; }

    public required int MaximumNetworkInterfaces { get; init; }

    public int MaximumNetworkCards { get; } = 1;

    public int DefaultNetworkCardIndex { get; }

    [Wire("networkCards")]
    public required IReadOnlyList<NetworkCardView> NetworkCards { get; init; }

    public required int Ipv4AddressesPerInterface { get; init; }

    public required int Ipv6AddressesPerInterface { get; init; }

    public bool Ipv6Supported { get; } = true;

    public required string EnaSupport { get; init; }

    public required bool EfaSupported { get; init; }

    public EfaView? EfaInfo { get; init; }

    public required bool EncryptionInTransitSupported { get; init; }

    public required bool EnaSrdSupported { get; init; }

    public ConnectionTrackingDefaults ConnectionTrackingConfiguration { get; } = new(432_000, 30, 180);

    public static TypeNetworkView Of(InstanceTypeInfo type) => new()
    {
        NetworkPerformance = type.NetworkPerformance,
        MaximumNetworkInterfaces = type.MaximumInterfaces,
        NetworkCards = [new NetworkCardView(0, type.NetworkPerformance, type.MaximumInterfaces, type.BaselineGbps, type.PeakGbps)],
        Ipv4AddressesPerInterface = type.AddressesPerInterface,
        Ipv6AddressesPerInterface = type.AddressesPerInterface,
        EnaSupport = type.EnaSupport,
        EfaSupported = type.Has("efa"),
        EfaInfo = type.Has("efa") ? new EfaView(1) : null,
        EncryptionInTransitSupported = type.Has("transit"),
        EnaSrdSupported = type.Has("srd"),
    };
}

/// <summary>A network card of a type.</summary>
public sealed record NetworkCardView(int NetworkCardIndex, string NetworkPerformance, int MaximumNetworkInterfaces, double BaselineBandwidthInGbps, double PeakBandwidthInGbps);

/// <summary>Elastic fabric adapters.</summary>
public sealed record EfaView(int MaximumEfaInterfaces);

/// <summary>Seconds that idle tracked connections are kept. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/security-group-connection-tracking.html</summary>
public sealed record ConnectionTrackingDefaults(int DefaultTcpEstablishedTimeout, int DefaultUdpTimeout, int DefaultUdpStreamTimeout);

/// <summary>How a type meets its volumes. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsInfo.html</summary>
public sealed record TypeEbsView
{
    public required string EbsOptimizedSupport { get; init; }

    public string EncryptionSupport { get; } = "supported";

    public EbsRatesView? EbsOptimizedInfo { get; init; }

    public required string NvmeSupport { get; init; }

    public required int MaximumEbsAttachments { get; init; }

    public required string AttachmentLimitType { get; init; }

    public static TypeEbsView Of(InstanceTypeInfo type) => new()
    {
        EbsOptimizedSupport = type.EbsOptimizedSupport,
        EbsOptimizedInfo = type.Ebs is not { } rates ? null : new EbsRatesView(
            rates.BaselineMbps, rates.BaselineMbps / 8.0, rates.BaselineIops, rates.MaximumMbps, rates.MaximumMbps / 8.0, rates.MaximumIops),
        NvmeSupport = type.NvmeSupport,
        MaximumEbsAttachments = type.MaximumEbsAttachments,
        AttachmentLimitType = type.AttachmentLimitType,
    };
}

/// <summary>Rates between an instance and its volumes.</summary>
public sealed record EbsRatesView(
    int BaselineBandwidthInMbps, double BaselineThroughputInMBps, int BaselineIops, int MaximumBandwidthInMbps, double MaximumThroughputInMBps, int MaximumIops);
