using System.Collections.Immutable;

namespace Haneul.Model;

/// <summary>
/// A balancer's attributes with AWS's defaults, read by API, Fabric and data planes alike. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_LoadBalancerAttribute.html
/// </summary>
public sealed record BalancerSettings(BalancerType Type, IReadOnlyDictionary<string, string> Attributes, bool IsInternal = false)
{
    private static readonly AttributeKind DeletionProtectionSetting = new("deletion_protection.enabled", "false", SettingForm.Truth);

    private static readonly SettingForm Off = new SettingForm.Only("false");

    private static readonly SettingList Internal = Application("true"), Facing = Application("false");

    private static readonly SettingList NetworkInternal = Network("true"), NetworkFacing = Network("false");

    private static readonly SettingList Gateway = new(DeletionProtectionSetting, new("load_balancing.cross_zone.enabled", "false", SettingForm.Truth));

    public static BalancerSettings Of(LoadBalancer balancer) => new(balancer.Type, balancer.Attributes, balancer.IsInternal);

    /// <summary>All that a balancer of this type has.</summary>
    public SettingList List => Type switch
    {
        BalancerType.Application => IsInternal ? Internal : Facing,
        BalancerType.Network => IsInternal ? NetworkInternal : NetworkFacing,
        _ => Gateway,
    };

    /// <summary>What was set, else AWS's default.</summary>
    public string this[string key] => List.Value(Attributes, key);

    public bool DeletionProtection => Is("deletion_protection.enabled");

    /// <summary>Nodes hand to targets of all zones; a target group may say otherwise.</summary>
    public bool CrossZone => Is("load_balancing.cross_zone.enabled");

    public int IdleTimeoutSeconds => Number("idle_timeout.timeout_seconds");

    public int ClientKeepAliveSeconds => Number("client_keep_alive.seconds");

    /// <summary>monitor, defensive or strictest.</summary>
    public string DesyncMode => this["routing.http.desync_mitigation_mode"];

    public bool DropsInvalidHeaders => Is("routing.http.drop_invalid_header_fields.enabled");

    public bool PreservesHost => Is("routing.http.preserve_host_header.enabled");

    public bool AddsTlsHeaders => Is("routing.http.x_amzn_tls_version_and_cipher_suite.enabled");

    public bool ForwardsClientPort => Is("routing.http.xff_client_port.enabled");

    /// <summary>append, preserve or remove.</summary>
    public string ForwardedForMode => this["routing.http.xff_header_processing.mode"];

    public bool SpeaksHttp2 => Is("routing.http2.enabled");

    /// <summary>Where access logs go; null where they are off.</summary>
    public LogPlace? AccessLogs => LogsOf("access_logs");

    /// <summary>Likewise, of connections.</summary>
    public LogPlace? ConnectionLogs => LogsOf("connection_logs");

    /// <summary>Of a hundred askers of the balancer's name, how many are told the node of their own zone alone.</summary>
    public int AskersOfOwnZone => Type != BalancerType.Network ? 0 : this["dns_record.client_routing_policy"] switch
    {
        "availability_zone_affinity" => 100,
        "partial_availability_zone_affinity" => 85,
        _ => 0,
    };

    private bool Is(string key) => this[key] == "true";

    private LogPlace? LogsOf(string kind) => List.Find($"{kind}.s3.enabled") is not null && Is($"{kind}.s3.enabled") ? new LogPlace(this[$"{kind}.s3.bucket"], this[$"{kind}.s3.prefix"]) : null;

    private int Number(string key) => int.Parse(this[key]);

    private static SettingList Application(string deniesInternet) => new([
        DeletionProtectionSetting,
        new("load_balancing.cross_zone.enabled", "true", new SettingForm.OneOf(["true"])),
        .. Logs("access_logs", SettingForm.Truth), .. Logs("connection_logs", SettingForm.Truth), .. Logs("health_check_logs", Off),
        new("idle_timeout.timeout_seconds", "60", new SettingForm.Number(1, 4000)),
        new("client_keep_alive.seconds", "3600", new SettingForm.Number(60, 604_800)),
        new("routing.http.desync_mitigation_mode", "defensive", new SettingForm.OneOf(["monitor", "defensive", "strictest"])),
        new("routing.http.drop_invalid_header_fields.enabled", "false", SettingForm.Truth),
        new("routing.http.preserve_host_header.enabled", "false", SettingForm.Truth),
        new("routing.http.x_amzn_tls_version_and_cipher_suite.enabled", "false", SettingForm.Truth),
        new("routing.http.xff_client_port.enabled", "false", SettingForm.Truth),
        new("routing.http.xff_header_processing.mode", "append", new SettingForm.OneOf(["append", "preserve", "remove"])),
        new("routing.http2.enabled", "true", SettingForm.Truth),
        new("waf.fail_open.enabled", "false", SettingForm.Truth),
        new("zonal_shift.config.enabled", "false", SettingForm.Truth),
        new("ipv6.deny_all_igw_traffic", deniesInternet, new SettingForm.Only(deniesInternet))]);

    private static SettingList Network(string deniesInternet) => new([
        DeletionProtectionSetting,
        new("load_balancing.cross_zone.enabled", "false", SettingForm.Truth),
        .. Logs("access_logs", SettingForm.Truth),
        new("dns_record.client_routing_policy", "any_availability_zone", new SettingForm.OneOf(["availability_zone_affinity", "partial_availability_zone_affinity", "any_availability_zone"])),
        new("secondary_ips.auto_assigned.per_subnet", "0", new SettingForm.Only("0")),
        new("zonal_shift.config.enabled", "false", SettingForm.Truth),
        new("ipv6.deny_all_igw_traffic", deniesInternet, new SettingForm.Only(deniesInternet))]);

    private static ImmutableArray<AttributeKind> Logs(string kind, SettingForm enabled) =>
    [
        new($"{kind}.s3.enabled", "false", enabled),
        new($"{kind}.s3.bucket", "", new SettingForm.Text(63)),
        new($"{kind}.s3.prefix", "", new SettingForm.Text(1024)),
    ];
}

/// <summary>A bucket and what names in it begin with.</summary>
public sealed record LogPlace(string Bucket, string Prefix);
