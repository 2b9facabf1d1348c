namespace Haneul.Model;

/// <summary>
/// A listener's attributes with AWS's defaults, read by API, Fabric and data planes alike. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ListenerAttribute.html
/// </summary>
public sealed record ListenerSettings(BalancerProtocol Protocol, IReadOnlyDictionary<string, string> Attributes)
{
    private const string Request = "routing.http.request.", Response = "routing.http.response.";

    /// <summary>The headers that tell targets of TLS and of client certificates.</summary>
    private static readonly string[] RequestHeaders =
    [
        "X-Amzn-Mtls-Clientcert-Serial-Number", "X-Amzn-Mtls-Clientcert-Issuer", "X-Amzn-Mtls-Clientcert-Subject", "X-Amzn-Mtls-Clientcert-Validity",
        "X-Amzn-Mtls-Clientcert-Leaf", "X-Amzn-Mtls-Clientcert", "X-Amzn-Tls-Version", "X-Amzn-Tls-Cipher-Suite",
    ];

    /// <summary>The headers that can be put on answers.</summary>
    private static readonly string[] ResponseHeaders =
    [
        "Strict-Transport-Security", "Access-Control-Allow-Origin", "Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Access-Control-Allow-Credentials",
        "Access-Control-Expose-Headers", "Access-Control-Max-Age", "Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options",
    ];

    private static readonly SettingList Plain = new([new($"{Response}server.enabled", "true", SettingForm.Truth), .. ResponseHeaders.Select(h => new AttributeKind(ResponseKey(h), "", new SettingForm.Text(1024)))]);

    private static readonly SettingList Secure = new([.. RequestHeaders.Select(h => new AttributeKind(RequestKey(h), h, new SettingForm.HeaderName())), .. Plain.All]);

    private static readonly SettingList Flows = new(new AttributeKind("tcp.idle_timeout.seconds", "350", new SettingForm.Number(60, 6000)));

    private static readonly SettingList None = new();

    public static ListenerSettings Of(Listener listener) => new(listener.Protocol, listener.Attributes);

    /// <summary>All that a listener of this protocol has.</summary>
    public SettingList List => Protocol switch
    {
        BalancerProtocol.Http => Plain,
        BalancerProtocol.Https => Secure,
        BalancerProtocol.Tcp or BalancerProtocol.TcpUdp or BalancerProtocol.Geneve => Flows,
        _ => None,
    };

    /// <summary>What was set, else AWS's default.</summary>
    public string this[string key] => List.Value(Attributes, key);

    /// <summary>350 s for TLS, which cannot be changed; UDP has 120 s. https://docs.aws.amazon.com/elasticloadbalancing/latest/network/network-load-balancers.html#connection-idle-timeout</summary>
    public int TcpIdleSeconds => List.Find("tcp.idle_timeout.seconds") is null ? 350 : int.Parse(this["tcp.idle_timeout.seconds"]);

    /// <summary>Answers say which server made them.</summary>
    public bool ShowsServer => this[$"{Response}server.enabled"] == "true";

    /// <summary>How a header for targets is called (<c>X-Amzn-Tls-Version</c>, HTTPS only).</summary>
    public string NameOf(string header) => Protocol == BalancerProtocol.Https ? this[RequestKey(header)] : header;

    /// <summary>Headers that are put on answers, or replace those there.</summary>
    public IEnumerable<(string Name, string Value)> AnswerHeaders =>
        List.Find(ResponseKey(ResponseHeaders[0])) is null ? [] : ResponseHeaders.Select(h => (h, this[ResponseKey(h)])).Where(h => h.Item2.Length > 0);

    private static string RequestKey(string header) => $"{Request}{Underscored(header)}.header_name";

    private static string ResponseKey(string header) => $"{Response}{Underscored(header)}.header_value";

    private static string Underscored(string header) => header.ToLowerInvariant().Replace('-', '_');
}
