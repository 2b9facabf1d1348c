using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A tunnel with its options, as EC2 answers it: defaults are left out. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_TunnelOption.html</summary>
public sealed record TunnelOptionsView
{
    public required Ip OutsideIpAddress { get; init; }

    public required Cidr TunnelInsideCidr { get; init; }

    public required string PreSharedKey { get; init; }

    public int? Phase1LifetimeSeconds { get; init; }

    public int? Phase2LifetimeSeconds { get; init; }

    public int? RekeyMarginTimeSeconds { get; init; }

    public int? RekeyFuzzPercentage { get; init; }

    public int? ReplayWindowSize { get; init; }

    public int? DpdTimeoutSeconds { get; init; }

    public string? DpdTimeoutAction { get; init; }

    public IReadOnlyList<TextValue>? Phase1EncryptionAlgorithms { get; init; }

    public IReadOnlyList<TextValue>? Phase2EncryptionAlgorithms { get; init; }

    public IReadOnlyList<TextValue>? Phase1IntegrityAlgorithms { get; init; }

    public IReadOnlyList<TextValue>? Phase2IntegrityAlgorithms { get; init; }

    [Wire("phase1DHGroupNumberSet")]
    public IReadOnlyList<NumberValue>? Phase1DhGroupNumbers { get; init; }

    [Wire("phase2DHGroupNumberSet")]
    public IReadOnlyList<NumberValue>? Phase2DhGroupNumbers { get; init; }

    public IReadOnlyList<TextValue>? IkeVersions { get; init; }

    public string? StartupAction { get; init; }

    public required TunnelLogOptions LogOptions { get; init; }

    public required bool EnableTunnelLifecycleControl { get; init; }

    public static TunnelOptionsView Of(VpnTunnel tunnel)
    {
        var s = tunnel.Settings;
        return new TunnelOptionsView
        {
            OutsideIpAddress = tunnel.OutsideAddress,
            TunnelInsideCidr = tunnel.InsideCidr,
            PreSharedKey = tunnel.PreSharedKey,
            Phase1LifetimeSeconds = s.Phase1LifetimeSeconds,
            Phase2LifetimeSeconds = s.Phase2LifetimeSeconds,
            RekeyMarginTimeSeconds = s.RekeyMarginTimeSeconds,
            RekeyFuzzPercentage = s.RekeyFuzzPercentage,
            ReplayWindowSize = s.ReplayWindowSize,
            DpdTimeoutSeconds = s.DpdTimeoutSeconds,
            DpdTimeoutAction = s.DpdTimeoutAction,
            Phase1EncryptionAlgorithms = TextValue.Of(s.Phase1Encryption),
            Phase2EncryptionAlgorithms = TextValue.Of(s.Phase2Encryption),
            Phase1IntegrityAlgorithms = TextValue.Of(s.Phase1Integrity),
            Phase2IntegrityAlgorithms = TextValue.Of(s.Phase2Integrity),
            Phase1DhGroupNumbers = NumberValue.Of(s.Phase1Groups),
            Phase2DhGroupNumbers = NumberValue.Of(s.Phase2Groups),
            IkeVersions = TextValue.Of(s.IkeVersions),
            StartupAction = s.StartupAction,
            LogOptions = TunnelLogOptions.Of(s),
            EnableTunnelLifecycleControl = s.LifecycleControl,
        };
    }
}
