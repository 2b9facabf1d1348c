using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Options of a tunnel as they are asked for. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpnTunnelOptionsSpecification.html</summary>
public sealed record TunnelOptionsSpecification
{
    public Cidr? TunnelInsideCidr { get; init; }

    public string? PreSharedKey { get; init; }

    public int? Phase1LifetimeSeconds { get; init; }

    public int? Phase2LifetimeSeconds { get; init; }

    public int? RekeyMarginTimeSeconds { get; init; }

    public int? RekeyFuzzPercentage { get; init; }

    public int? ReplayWindowSize { get; init; }

    [Wire("DPDTimeoutSeconds")]
    public int? DpdTimeoutSeconds { get; init; }

    [Wire("DPDTimeoutAction")]
    public string? DpdTimeoutAction { get; init; }

    public IReadOnlyList<TextValue> Phase1EncryptionAlgorithms { get; init; } = [];

    public IReadOnlyList<TextValue> Phase2EncryptionAlgorithms { get; init; } = [];

    public IReadOnlyList<TextValue> Phase1IntegrityAlgorithms { get; init; } = [];

    public IReadOnlyList<TextValue> Phase2IntegrityAlgorithms { get; init; } = [];

    [Wire("Phase1DHGroupNumber")]
    public IReadOnlyList<NumberValue> Phase1DhGroupNumbers { get; init; } = [];

    [Wire("Phase2DHGroupNumber")]
    public IReadOnlyList<NumberValue> Phase2DhGroupNumbers { get; init; } = [];

    [Wire("IKEVersion")]
    public IReadOnlyList<TextValue> IkeVersions { get; init; } = [];

    public string? StartupAction { get; init; }

    public TunnelLogOptions? LogOptions { get; init; }

    public bool? EnableTunnelLifecycleControl { get; init; }

    internal Cidr? ReadInside()
    {
        if (TunnelInsideCidr is not { } block) return null;
        return VpnConnections.IsInside(block) ? block : throw Fault.Invalid("TunnelInsideCidr", block.ToString(), $"It must be a /30 of {VpnConnections.InsidePool} that AWS does not keep for itself");
    }

    /// <summary>8 to 64 letters, digits, periods and underscores, not starting with zero.</summary>
    internal string? ReadKey()
    {
        if (PreSharedKey is not { } key) return null;
        var isWell = key.Length is >= 8 and <= 64 && key[0] != '0' && key.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_');
        return isWell ? key : throw Fault.Invalid("PreSharedKey", "(hidden)", "It has 8 to 64 letters, digits, periods and underscores, and does not start with 0");
    }

    /// <summary>What was asked for, over what held before.</summary>
    internal TunnelSettings ReadSettings(TunnelSettings before) => before with
    {
        Phase1LifetimeSeconds = Within("Phase1LifetimeSeconds", Phase1LifetimeSeconds, 900, 28_800) ?? before.Phase1LifetimeSeconds,
        Phase2LifetimeSeconds = Within("Phase2LifetimeSeconds", Phase2LifetimeSeconds, 900, 3_600) ?? before.Phase2LifetimeSeconds,
        RekeyMarginTimeSeconds = Within("RekeyMarginTimeSeconds", RekeyMarginTimeSeconds, 60, 1_800) ?? before.RekeyMarginTimeSeconds,
        RekeyFuzzPercentage = Within("RekeyFuzzPercentage", RekeyFuzzPercentage, 0, 100) ?? before.RekeyFuzzPercentage,
        ReplayWindowSize = Within("ReplayWindowSize", ReplayWindowSize, 64, 2_048) ?? before.ReplayWindowSize,
        DpdTimeoutSeconds = Within("DPDTimeoutSeconds", DpdTimeoutSeconds, 30, 3_600) ?? before.DpdTimeoutSeconds,
        DpdTimeoutAction = OneOf("DPDTimeoutAction", DpdTimeoutAction, "clear", "none", "restart") ?? before.DpdTimeoutAction,
        Phase1Encryption = Phase1EncryptionAlgorithms.Count > 0 ? TextValue.Read(Phase1EncryptionAlgorithms) : before.Phase1Encryption,
        Phase2Encryption = Phase2EncryptionAlgorithms.Count > 0 ? TextValue.Read(Phase2EncryptionAlgorithms) : before.Phase2Encryption,
        Phase1Integrity = Phase1IntegrityAlgorithms.Count > 0 ? TextValue.Read(Phase1IntegrityAlgorithms) : before.Phase1Integrity,
        Phase2Integrity = Phase2IntegrityAlgorithms.Count > 0 ? TextValue.Read(Phase2IntegrityAlgorithms) : before.Phase2Integrity,
        Phase1Groups = Phase1DhGroupNumbers.Count > 0 ? NumberValue.Read(Phase1DhGroupNumbers) : before.Phase1Groups,
        Phase2Groups = Phase2DhGroupNumbers.Count > 0 ? NumberValue.Read(Phase2DhGroupNumbers) : before.Phase2Groups,
        IkeVersions = IkeVersions.Count > 0 ? TextValue.Read(IkeVersions) : before.IkeVersions,
        StartupAction = OneOf("StartupAction", StartupAction, "add", "start") ?? before.StartupAction,
        LifecycleControl = EnableTunnelLifecycleControl ?? before.LifecycleControl,
        LogEnabled = LogOptions?.CloudWatchLogOptions?.LogEnabled ?? before.LogEnabled,
        LogGroupArn = LogOptions?.CloudWatchLogOptions?.LogGroupArn ?? before.LogGroupArn,
        LogOutputFormat = LogOptions?.CloudWatchLogOptions?.LogOutputFormat ?? before.LogOutputFormat,
    };

    private static int? Within(string parameter, int? value, int least, int most) =>
        value is not { } v || v >= least && v <= most ? value : throw Fault.Invalid(parameter, $"{v}", $"It must be between {least} and {most}");

    private static string? OneOf(string parameter, string? value, params ReadOnlySpan<string> allowed) =>
        value is null || allowed.Contains(value) ? value : throw Fault.Invalid(parameter, value, $"It must be one of {string.Join(", ", allowed)}");
}
