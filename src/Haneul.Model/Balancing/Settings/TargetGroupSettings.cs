using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// A target group's attributes with AWS's defaults, read by API, Fabric and data planes alike. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_TargetGroupAttribute.html
/// </summary>
public sealed record TargetGroupSettings(TargetType Type, BalancerProtocol? Protocol, IReadOnlyDictionary<string, string> Attributes)
{
    private const string UseBalancers = "use_load_balancer_configuration";

    private static readonly AttributeKind Delay = new("deregistration_delay.timeout_seconds", "300", new SettingForm.Number(0, 3600));

    private static readonly AttributeKind Sticky = new("stickiness.enabled", "false", SettingForm.Truth);

    private static readonly ImmutableArray<AttributeKind> Shared =
    [
        new("load_balancing.cross_zone.enabled", UseBalancers, new SettingForm.OneOf(["true", "false", UseBalancers])),
        new("target_group_health.dns_failover.minimum_healthy_targets.count", "1", new SettingForm.Number(1, 3000, "off")),
        new("target_group_health.dns_failover.minimum_healthy_targets.percentage", "off", new SettingForm.Number(1, 100, "off")),
        new("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count", "1", new SettingForm.Number(1, 3000)),
        new("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage", "off", new SettingForm.Number(1, 100, "off")),
    ];

    private static readonly SettingList Http = new([
        Delay, Sticky,
        new("stickiness.type", "lb_cookie", new SettingForm.OneOf(["lb_cookie", "app_cookie"])),
        new("stickiness.lb_cookie.duration_seconds", "86400", new SettingForm.Number(1, 604_800)),
        new("stickiness.app_cookie.cookie_name", "", new SettingForm.Text(256)),
        new("stickiness.app_cookie.duration_seconds", "86400", new SettingForm.Number(1, 604_800)),
        new("slow_start.duration_seconds", "0", new SettingForm.Number(30, 900, "0")),
        new("load_balancing.algorithm.type", "round_robin", new SettingForm.OneOf(["round_robin", "least_outstanding_requests", "weighted_random"])),
        new("load_balancing.algorithm.anomaly_mitigation", "off", SettingForm.Toggle),
        .. Shared]);

    private static readonly SettingList Function = new([new("lambda.multi_value_headers.enabled", "false", SettingForm.Truth), .. Shared[1..]]);

    private static readonly SettingList TcpAddress = Flows(isUdp: false, keepsClient: "false"), Tcp = Flows(isUdp: false, keepsClient: "true"), Udp = Flows(isUdp: true, keepsClient: "true");

    private static readonly SettingList Appliances = new(
        Delay, Sticky,
        new("stickiness.type", "source_ip_dest_ip_proto", new SettingForm.OneOf(["source_ip_dest_ip", "source_ip_dest_ip_proto"])),
        new("load_balancing.cross_zone.enabled", UseBalancers, new SettingForm.OneOf(["true", "false", UseBalancers])),
        new("target_failover.on_deregistration", "no_rebalance", new SettingForm.OneOf(["rebalance", "no_rebalance"])),
        new("target_failover.on_unhealthy", "no_rebalance", new SettingForm.OneOf(["rebalance", "no_rebalance"])));

    private const string Interval = "target_health_state.unhealthy.draining_interval_seconds";

    public static TargetGroupSettings Of(TargetGroup group) => new(group.Type, group.Protocol, group.Attributes);

    /// <summary>All that a group of this type and protocol has.</summary>
    public SettingList List => (Type, Protocol) switch
    {
        (TargetType.Lambda, _) => Function,
        (_, BalancerProtocol.Http or BalancerProtocol.Https) => Http,
        (_, BalancerProtocol.Geneve) => Appliances,
        (_, BalancerProtocol.Udp or BalancerProtocol.TcpUdp) => Udp,
        (TargetType.Ip, _) => TcpAddress,
        _ => Tcp,
    };

    /// <summary>What was set, else AWS's default.</summary>
    public string this[string key] => List.Value(Attributes, key);

    /// <summary>A target that was taken out has so long to end what it has begun.</summary>
    public int DeregistrationDelaySeconds => List.Find(Delay.Key) is null ? 0 : Number(Delay.Key);

    public bool IsSticky => List.Find(Sticky.Key) is not null && Is(Sticky.Key);

    /// <summary>lb_cookie, app_cookie, source_ip, source_ip_dest_ip or source_ip_dest_ip_proto.</summary>
    public string StickinessType => this["stickiness.type"];

    /// <summary>Of the cookie that <see cref="StickinessType"/> names.</summary>
    public int CookieSeconds => Number($"stickiness.{StickinessType}.duration_seconds");

    public string AppCookieName => this["stickiness.app_cookie.cookie_name"];

    /// <summary>0: off.</summary>
    public int SlowStartSeconds => Has("slow_start.duration_seconds") ? Number("slow_start.duration_seconds") : 0;

    /// <summary>round_robin, least_outstanding_requests or weighted_random.</summary>
    public string Algorithm => Has("load_balancing.algorithm.type") ? this["load_balancing.algorithm.type"] : "round_robin";

    public bool MitigatesAnomalies => Has("load_balancing.algorithm.anomaly_mitigation") && this["load_balancing.algorithm.anomaly_mitigation"] == "on";

    /// <summary>Targets see the client's address (network balancers).</summary>
    public bool PreservesClient => List.Find("preserve_client_ip.enabled") is not null && Is("preserve_client_ip.enabled");

    public bool SpeaksProxyProtocol => Is("proxy_protocol_v2.enabled");

    /// <summary>Connections are cut when the deregistration delay is over.</summary>
    public bool CutsAfterDelay => Is("deregistration_delay.connection_termination.enabled");

    /// <summary>Connections to a target are cut when it becomes unhealthy.</summary>
    public bool CutsUnhealthy => Is("target_health_state.unhealthy.connection_termination.enabled");

    /// <summary>Functions are told of headers and parameters with all their values, and answer so.</summary>
    public bool HasMultiValueHeaders => Is("lambda.multi_value_headers.enabled");

    /// <summary>Connections to an unhealthy target are cut after so long, where they are not cut at once; 0: never. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html#unhealthy-draining-interval</summary>
    public int UnhealthyDrainingSeconds => List.Find(Interval) is null || CutsUnhealthy ? 0 : Number(Interval);

    /// <summary>With fewer healthy targets than this, all are used.</summary>
    public (int Count, int? Percentage) FailOpenBelow => Has("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count")
        ? (Number("target_group_health.unhealthy_state_routing.minimum_healthy_targets.count"), NumberOrOff("target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage"))
        : (1, null);

    /// <summary>With fewer healthy targets than this, the zone's address is not told by name; null: however few.</summary>
    public (int? Count, int? Percentage) NamesFailBelow =>
        (NumberOrOff("target_group_health.dns_failover.minimum_healthy_targets.count"), NumberOrOff("target_group_health.dns_failover.minimum_healthy_targets.percentage"));

    /// <summary>Nodes of one zone hand to targets of the others.</summary>
    public bool CrossesZones(BalancerSettings balancer) =>
        List.Find("load_balancing.cross_zone.enabled") is not null && this["load_balancing.cross_zone.enabled"] is var own && own != UseBalancers ? own == "true" : balancer.CrossZone;

    private bool Has(string key) => List.Find(key) is not null;

    /// <summary>An attribute that groups of this protocol do not have is off.</summary>
    private bool Is(string key) => List.Find(key) is not null && this[key] == "true";

    private int Number(string key) => int.Parse(this[key]);

    private int? NumberOrOff(string key) => this[key] == "off" ? null : Number(key);

    private static SettingList Flows(bool isUdp, string keepsClient) => new([
        Delay, Sticky,
        new("deregistration_delay.connection_termination.enabled", isUdp ? "true" : "false", SettingForm.Truth),
        new("stickiness.type", "source_ip", new SettingForm.OneOf(["source_ip"])),
        new("preserve_client_ip.enabled", keepsClient, isUdp ? new SettingForm.OneOf(["true"]) : SettingForm.Truth),
        new("proxy_protocol_v2.enabled", "false", SettingForm.Truth),
        new("target_health_state.unhealthy.connection_termination.enabled", isUdp ? "false" : "true", isUdp ? new SettingForm.OneOf(["false"]) : SettingForm.Truth),
        new("target_health_state.unhealthy.draining_interval_seconds", "0", new SettingForm.Number(0, 360_000)),
        .. Shared]);
}
