using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections.Features;

namespace Haneul.Services;

/// <summary>
/// The instance metadata service over HTTP: version 2 with tokens, version 1 where the instance allows it.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/instancedata-data-retrieval.html
/// </summary>
internal sealed class MetadataService(Func<Carried?> carried, TimeProvider clock)
{
    private const string TokenPath = "/latest/api/token";
    private const string TokenHeader = "X-aws-ec2-metadata-token";
    private const string TtlHeader = "X-aws-ec2-metadata-token-ttl-seconds";

    /// <summary>IPPROTO_IPV6 and IPV6_UNICAST_HOPS, ipv6(7); .NET's HopLimit is another option.</summary>
    private const int Ipv6Level = 41, UnicastHops = 16;

    private readonly MetadataTokens tokens = new(clock);
    private readonly MetadataTree tree = new(new RoleCredentials(clock));

    public Task AnswerAsync(HttpContext http, string vpc)
    {
        http.Response.Headers.Server = "EC2ws";
        if (carried() is not { } now || http.Connection.RemoteIpAddress is not { } from || Asker.Of(now, vpc, from) is not { } asker) return RefuseAsync(http, 404, "Not Found");
        var options = asker.Instance.Metadata;
        if (!options.HttpEndpoint || from.AddressFamily == AddressFamily.InterNetworkV6 && !options.HttpProtocolIpv6) return RefuseAsync(http, 403, "Forbidden");
        if (HttpMethods.IsPut(http.Request.Method)) return GiveTokenAsync(http, asker);
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method)) return RefuseAsync(http, 405, "Method Not Allowed");
        if (!IsAllowed(http, asker)) return RefuseAsync(http, 401, "Unauthorized");
        var path = http.Request.Path.Value ?? "/";
        return tree.Read(asker, path) is { } content ? WriteAsync(http, content, path.EndsWith("/user-data", StringComparison.Ordinal) ? "application/octet-stream" : "text/plain") : RefuseAsync(http, 404, "Not Found");
    }

    private Task GiveTokenAsync(HttpContext http, Asker asker)
    {
        var request = http.Request;
        if (request.Path != TokenPath) return RefuseAsync(http, 405, "Method Not Allowed");
        // What came through a proxy may come from anybody.
        if (request.Headers.ContainsKey("X-Forwarded-For")) return RefuseAsync(http, 403, "Forbidden");
        if (!int.TryParse(request.Headers[TtlHeader], System.Globalization.NumberStyles.None, null, out var ttl) || ttl is < 1 or > MetadataTokens.LongestSeconds) return RefuseAsync(http, 400, "Bad Request");
        Shorten(http, asker.Instance.Metadata.HttpPutResponseHopLimit);
        http.Response.Headers[TtlHeader] = $"{ttl}";
        return WriteAsync(http, System.Text.Encoding.ASCII.GetBytes(tokens.Make(asker.Instance.Id, ttl)), "text/plain");
    }

    /// <summary>With a token that is good, or without one where version 1 is allowed.</summary>
    private bool IsAllowed(HttpContext http, Asker asker)
    {
        if (!http.Request.Headers.TryGetValue(TokenHeader, out var token)) return asker.Instance.Metadata.HttpTokens == "optional";
        if (tokens.SecondsLeft(asker.Instance.Id, token.ToString()) is not { } left) return false;
        http.Response.Headers[TtlHeader] = $"{left}";
        return true;
    }

    /// <summary>The answer travels so many hops and no further. The connection ends with it: nothing that is sent again, or later, goes further.</summary>
    private static void Shorten(HttpContext http, int hops)
    {
        http.Response.Headers.Connection = "close";
        var socket = http.Features.Get<IConnectionSocketFeature>()?.Socket ?? throw new InvalidOperationException("A connection has no socket");
        if (socket.AddressFamily == AddressFamily.InterNetwork) socket.Ttl = (short)hops;
        else socket.SetRawSocketOption(Ipv6Level, UnicastHops, BitConverter.GetBytes(hops));
    }

    private static async Task WriteAsync(HttpContext http, byte[] content, string type)
    {
        http.Response.ContentType = type;
        http.Response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.Body.WriteAsync(content, http.RequestAborted);
    }

    private static async Task RefuseAsync(HttpContext http, int status, string meaning)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/html";
        if (!HttpMethods.IsHead(http.Request.Method)) await http.Response.WriteAsync($"<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>{status} - {meaning}</title></head>\n<body><h1>{status} - {meaning}</h1></body>\n</html>\n", http.RequestAborted);
    }
}
