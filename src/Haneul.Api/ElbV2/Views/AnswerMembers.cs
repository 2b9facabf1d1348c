using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Where clients are sent. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RedirectActionConfig.html</summary>
public sealed record RedirectMember
{
    public string? Protocol { get; init; }

    public string? Port { get; init; }

    public string? Host { get; init; }

    public string? Path { get; init; }

    public string? Query { get; init; }

    /// <summary>HTTP_301 or HTTP_302.</summary>
    public required string StatusCode { get; init; }

    internal static RedirectMember Of(RedirectAction redirect) => new()
    {
        Protocol = redirect.Protocol,
        Port = redirect.Port,
        Host = redirect.Host,
        Path = redirect.Path,
        Query = redirect.Query,
        StatusCode = $"HTTP_{redirect.StatusCode}",
    };

    internal RedirectAction Read()
    {
        var usual = new RedirectAction { StatusCode = StatusCode switch { "HTTP_301" => 301, "HTTP_302" => 302, _ => throw BalancerFaults.Validation($"Status code '{StatusCode}' of a redirect must be HTTP_301 or HTTP_302") } };
        return usual with { Protocol = Protocol ?? usual.Protocol, Port = Port ?? usual.Port, Host = Host ?? usual.Host, Path = Path ?? usual.Path, Query = Query ?? usual.Query };
    }
}

/// <summary>What is answered at once. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_FixedResponseActionConfig.html</summary>
public sealed record FixedResponseMember
{
    public string? MessageBody { get; init; }

    public required string StatusCode { get; init; }

    public string? ContentType { get; init; }

    internal static FixedResponseMember Of(FixedResponseAction answer) => new() { MessageBody = answer.Body, StatusCode = $"{answer.StatusCode}", ContentType = answer.ContentType };

    internal FixedResponseAction Read() =>
        new(StatusCode.Length == 3 && int.TryParse(StatusCode, out var code) ? code : throw BalancerFaults.Validation($"Status code '{StatusCode}' of a fixed response must be 2XX, 4XX or 5XX"), ContentType, MessageBody);
}
