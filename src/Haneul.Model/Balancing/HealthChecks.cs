using System.Globalization;

namespace Haneul.Model;

/// <summary>What AWS chooses for a health check where nothing is said, and what it may be. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html</summary>
public static class HealthChecks
{
    /// <summary>The check of a group of this type and protocol.</summary>
    public static HealthCheck Default(TargetType type, BalancerProtocol? protocol, string? version, BalancerProtocol? checkProtocol)
    {
        var speaks = checkProtocol ?? (type == TargetType.Lambda || TargetGroups.IsHttp(protocol) || type == TargetType.Alb ? BalancerProtocol.Http : BalancerProtocol.Tcp);
        var check = new HealthCheck
        {
            Enabled = type != TargetType.Lambda,
            Protocol = speaks,
            Port = protocol == BalancerProtocol.Geneve ? "80" : "traffic-port",
            IntervalSeconds = type == TargetType.Lambda ? 35 : protocol == BalancerProtocol.Geneve ? 10 : 30,
            TimeoutSeconds = type == TargetType.Lambda ? 30 : TimeoutOf(protocol, speaks),
            HealthyThreshold = 5,
            UnhealthyThreshold = type == TargetType.Lambda ? 5 : 2,
        };
        return WithHttp(check, protocol, version);
    }

    /// <summary>The check with a path and codes where it speaks HTTP, and without them where it does not.</summary>
    public static HealthCheck WithHttp(HealthCheck check, BalancerProtocol? protocol, string? version)
    {
        if (!TargetGroups.IsHttp(check.Protocol)) return check with { Path = null, Matcher = null };
        return check with
        {
            Path = check.Path ?? (version == "GRPC" ? "/AWS.ALB/healthcheck" : "/"),
            Matcher = check.Matcher ?? (version == "GRPC" ? "12" : TargetGroups.IsHttp(protocol) || protocol is null ? "200" : "200-399"),
        };
    }

    /// <summary>Faults for a check that the group cannot have.</summary>
    public static void Check(TargetGroup group)
    {
        var check = group.HealthCheck;
        if (!check.Enabled && group.Type != TargetType.Lambda) throw BalancerFaults.Configuration($"Health checks cannot be disabled for target groups of type {BalancerWords.Of(group.Type)}");
        if (check.Protocol is not (BalancerProtocol.Http or BalancerProtocol.Https or BalancerProtocol.Tcp)) throw new Fault("ValidationError", $"Health check protocol {BalancerWords.Of(check.Protocol)} must be HTTP, HTTPS or TCP");
        if (check.Protocol == BalancerProtocol.Tcp && (TargetGroups.IsHttp(group.Protocol) || group.Type is TargetType.Alb)) throw BalancerFaults.Configuration("Health checks of this target group must be HTTP or HTTPS");
        if (check.Port != "traffic-port" && !(int.TryParse(check.Port, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65_535)) throw BalancerFaults.Validation($"Health check port '{check.Port}' must be traffic-port or from 1 to 65535");
        if (check.Port == "traffic-port" && group.Protocol == BalancerProtocol.Geneve) throw BalancerFaults.Validation("The health checks of a GENEVE target group need a port of their own");
        if (check.IntervalSeconds is < 5 or > 300) throw BalancerFaults.Validation("Health check interval must be from 5 to 300 seconds");
        if (check.TimeoutSeconds is < 2 or > 120) throw BalancerFaults.Validation("Health check timeout must be from 2 to 120 seconds");
        if (check.TimeoutSeconds > check.IntervalSeconds || check.TimeoutSeconds == check.IntervalSeconds && TargetGroups.IsHttp(group.Protocol)) throw BalancerFaults.Validation($"Health check timeout '{check.TimeoutSeconds}' must be smaller than the interval '{check.IntervalSeconds}'");
        if (check.HealthyThreshold is < 2 or > 10 || check.UnhealthyThreshold is < 2 or > 10) throw BalancerFaults.Validation("Health check thresholds must be from 2 to 10");
        if (check.Path is { } path && (path.Length is 0 or > 1024 || path[0] != '/')) throw BalancerFaults.Validation($"Health check path '{path}' must begin with / and have 1024 characters at most");
        if (check.Matcher is { } matcher) CheckMatcher(group, matcher);
    }

    /// <summary>Codes and ranges of codes: <c>200</c>, <c>200,202</c>, <c>200-299</c>.</summary>
    public static bool Matches(string matcher, int code) => Ranges(matcher).Any(r => r is { } range && code >= range.First && code <= range.Last);

    private static void CheckMatcher(TargetGroup group, string matcher)
    {
        var (least, most) = group.ProtocolVersion == "GRPC" ? (0, 99)
            : TargetGroups.IsHttp(group.Protocol) || group.Protocol is null ? (200, 499)
            : group.Protocol == BalancerProtocol.Geneve ? (200, 399) : (200, 599);
        if (Ranges(matcher).Any(r => r is not { } range || range.First > range.Last || range.First < least || range.Last > most))
        {
            throw BalancerFaults.Validation($"Health check matcher '{matcher}' must be codes or ranges of codes from {least} to {most}, such as {least},{least + 2} or {least}-{most}");
        }
    }

    private static IEnumerable<(int First, int Last)?> Ranges(string matcher) => matcher.Split(',').Select(part =>
    {
        var ends = part.Trim().Split('-');
        return ends.Length <= 2 && int.TryParse(ends[0], NumberStyles.None, CultureInfo.InvariantCulture, out var first) && int.TryParse(ends[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? (first, last)
            : ((int, int)?)null;
    });

    /// <summary>AWS: 6 s by HTTP to network targets, 5 s to HTTP ones, 10 s by TCP.</summary>
    private static int TimeoutOf(BalancerProtocol? protocol, BalancerProtocol speaks) => protocol switch
    {
        BalancerProtocol.Http or BalancerProtocol.Https or BalancerProtocol.Geneve => 5,
        _ => speaks == BalancerProtocol.Http ? 6 : 10,
    };
}
