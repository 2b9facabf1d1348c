namespace Haneul.Model;

/// <summary>AWS's words for the values of this part of the model, both ways.</summary>
public static class BalancerWords
{
    public static string Of(BalancerType type) => type.ToString().ToLowerInvariant();

    public static BalancerType Type(string word) => word switch
    {
        "application" => BalancerType.Application,
        "network" => BalancerType.Network,
        "gateway" => BalancerType.Gateway,
        _ => throw BalancerFaults.Validation($"Load balancer type '{word}' must be application, network or gateway"),
    };

    public static string Of(BalancerProtocol protocol) => protocol == BalancerProtocol.TcpUdp ? "TCP_UDP" : protocol.ToString().ToUpperInvariant();

    public static BalancerProtocol Protocol(string word) => word switch
    {
        "HTTP" => BalancerProtocol.Http,
        "HTTPS" => BalancerProtocol.Https,
        "TCP" => BalancerProtocol.Tcp,
        "TLS" => BalancerProtocol.Tls,
        "UDP" => BalancerProtocol.Udp,
        "TCP_UDP" => BalancerProtocol.TcpUdp,
        "GENEVE" => BalancerProtocol.Geneve,
        "QUIC" or "TCP_QUIC" => throw new Fault("UnsupportedProtocol", $"Protocol {word} is not there in Haneul yet"),
        _ => throw BalancerFaults.Validation($"Protocol '{word}' must be HTTP, HTTPS, TCP, TLS, UDP, TCP_UDP or GENEVE"),
    };

    public static string Of(BalancerState state) => state == BalancerState.ActiveImpaired ? "active_impaired" : state.ToString().ToLowerInvariant();

    public static string Of(TargetType type) => type.ToString().ToLowerInvariant();

    public static TargetType Target(string word) => word switch
    {
        "instance" => TargetType.Instance,
        "ip" => TargetType.Ip,
        "lambda" => TargetType.Lambda,
        "alb" => TargetType.Alb,
        _ => throw BalancerFaults.Validation($"Target type '{word}' must be instance, ip, lambda or alb"),
    };

    public static string Of(ActionType type) => type switch
    {
        ActionType.FixedResponse => "fixed-response",
        ActionType.AuthenticateOidc => "authenticate-oidc",
        _ => type.ToString().ToLowerInvariant(),
    };

    public static ActionType Action(string word) => word switch
    {
        "forward" => ActionType.Forward,
        "redirect" => ActionType.Redirect,
        "fixed-response" => ActionType.FixedResponse,
        "authenticate-oidc" => ActionType.AuthenticateOidc,
        "authenticate-cognito" or "jwt-validation" => throw new Fault("InvalidLoadBalancerAction", $"Actions of type {word} are not there in Haneul yet"),
        _ => throw BalancerFaults.Validation($"Action type '{word}' must be forward, redirect, fixed-response or authenticate-oidc"),
    };

    public static string Of(ConditionField field) => field switch
    {
        ConditionField.HostHeader => "host-header",
        ConditionField.PathPattern => "path-pattern",
        ConditionField.HttpHeader => "http-header",
        ConditionField.HttpRequestMethod => "http-request-method",
        ConditionField.QueryString => "query-string",
        _ => "source-ip",
    };

    public static ConditionField Field(string word) =>
        Enum.GetValues<ConditionField>().Select(f => (ConditionField?)f).FirstOrDefault(f => Of(f.GetValueOrDefault()) == word)
        ?? throw BalancerFaults.Validation($"Condition field '{word}' must be one of {string.Join(", ", Enum.GetValues<ConditionField>().Select(Of))}");
}
