using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Haneul.Tests.Balancing;

/// <summary>An OpenID Connect provider that knows one user and asks no password.</summary>
internal sealed class OidcServer : IAsyncDisposable
{
    public const string ClientId = "app", ClientSecret = "s3cret/+";

    private readonly WebApplication app;
    private readonly HashSet<string> codes = [];

    private OidcServer(WebApplication app) => this.app = app;

    public string Url => app.Urls.First();

    /// <summary>Whom the user info endpoint speaks of.</summary>
    public string UserInfoSubject { get; set; } = "alice";

    /// <summary>For whom id tokens are.</summary>
    public string Audience { get; set; } = ClientId;

    public static async Task<OidcServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        var server = new OidcServer(app);
        app.MapGet("/authorize", server.Authorize);
        app.MapPost("/token", server.TokenAsync);
        app.MapGet("/userinfo", server.UserInfo);
        await app.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || asked["scope"] != "openid") return Results.BadRequest();
        var code = $"code-{codes.Count}|{asked["redirect_uri"]}";
        codes.Add(code);
        return Results.Redirect($"{asked["redirect_uri"]}?code={Uri.EscapeDataString(code)}&state={Uri.EscapeDataString(asked["state"].ToString())}");
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Uri.EscapeDataString(ClientSecret)}"));
        var code = form["code"].ToString();
        if (request.Headers.Authorization != $"Basic {basic}" || form["grant_type"] != "authorization_code" || !codes.Remove(code) || code.Split('|')[1] != form["redirect_uri"]) return Results.BadRequest();
        var claims = new { iss = Url, aud = Audience, sub = "alice", exp = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds() };
        return Results.Json(new { access_token = "access-1", token_type = "Bearer", id_token = $"e30.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.c2ln" });
    }

    private IResult UserInfo(HttpRequest request) =>
        request.Headers.Authorization == "Bearer access-1" ? Results.Json(new { sub = UserInfoSubject, email = "alice@example.com" }) : Results.Unauthorized();
}
