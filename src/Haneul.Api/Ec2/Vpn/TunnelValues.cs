using System.Collections.Immutable;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A text in a structure of its own, as VPN options list their algorithms.</summary>
public sealed record TextValue
{
    public required string Value { get; init; }

    public static ImmutableArray<string> Read(IReadOnlyList<TextValue> values) => [.. values.Select(v => v.Value)];

    /// <summary>Null where nothing was asked for: AWS then answers no list at all.</summary>
    public static IReadOnlyList<TextValue>? Of(ImmutableArray<string> values) => values.Length == 0 ? null : [.. values.Select(v => new TextValue { Value = v })];
}

/// <summary>A number in a structure of its own, as VPN options list their groups.</summary>
public sealed record NumberValue
{
    public required int Value { get; init; }

    public static ImmutableArray<int> Read(IReadOnlyList<NumberValue> values) => [.. values.Select(v => v.Value)];

    public static IReadOnlyList<NumberValue>? Of(ImmutableArray<int> values) => values.Length == 0 ? null : [.. values.Select(v => new NumberValue { Value = v })];
}

/// <summary>Where a tunnel logs to.</summary>
public sealed record TunnelLogOptions
{
    public CloudWatchLogOptions? CloudWatchLogOptions { get; init; }

    public static TunnelLogOptions Of(TunnelSettings settings) => new()
    {
        CloudWatchLogOptions = new CloudWatchLogOptions { LogEnabled = settings.LogEnabled, LogGroupArn = settings.LogGroupArn, LogOutputFormat = settings.LogOutputFormat },
    };
}

/// <summary>The log group of a tunnel. Nothing is logged: the tunnels are records.</summary>
public sealed record CloudWatchLogOptions
{
    public bool? LogEnabled { get; init; }

    public string? LogGroupArn { get; init; }

    public string? LogOutputFormat { get; init; }
}
