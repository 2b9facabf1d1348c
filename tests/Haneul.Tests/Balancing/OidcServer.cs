using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Haneul.Model;
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
    private readonly Lock gate = new();
    private readonly HashSet<string> codes = [];
    private readonly HashSet<string> refreshTokens = [];
    private int given;
    private int waiting;

    private OidcServer(WebApplication app) => this.app = app;

    /// <summary>With TLS by name, since certificates name no addresses here.</summary>
    public string Url => app.Urls.First().Replace("https://127.0.0.1", "https://localhost", StringComparison.Ordinal);

    /// <summary>Whom the user info endpoint speaks of.</summary>
    public string UserInfoSubject { get; set; } = "alice";

    /// <summary>What it says of them besides.</summary>
    public string Email { get; set; } = "alice@example.com";

    /// <summary>It says so by a signed token (OpenID Connect Core 1.0, section 5.3.2).</summary>
    public bool IsUserInfoSigned { get; set; }

    /// <summary>For whom id tokens are.</summary>
    public string Audience { get; set; } = ClientId;

    /// <summary>How long access tokens are good; null: it does not say, and gives no refresh tokens.</summary>
    public int? AccessSeconds { get; set; }

    /// <summary>Refresh tokens are refused.</summary>
    public bool EndsSessions { get; set; }

    /// <summary>The token endpoint waits for it.</summary>
    public Task Held { get; set; } = Task.CompletedTask;

    /// <summary>Somebody waits for tokens.</summary>
    public TaskCompletionSource Asked { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Whoever asked for tokens did not wait for them.</summary>
    public TaskCompletionSource GivenUp { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public int Authorized { get; private set; }

    public int Refreshed { get; private set; }

    /// <summary>So many have been asked for and held.</summary>
    public int Waiting => Volatile.Read(ref waiting);

    public static async Task<OidcServer> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, e =>
        {
            if (certificate is not null) e.UseHttps(certificate);
        }));
        var app = builder.Build();
        var server = new OidcServer(app);
        app.MapGet("/authorize", server.Authorize);
        app.MapPost("/token", server.TokenAsync);
        app.MapGet("/userinfo", server.UserInfo);
        await app.StartAsync();
        return server;
    }

    public OidcAction Action() => new()
    {
        Issuer = Url,
        AuthorizationEndpoint = $"{Url}/authorize",
        TokenEndpoint = $"{Url}/token",
        UserInfoEndpoint = $"{Url}/userinfo",
        ClientId = ClientId,
        ClientSecret = ClientSecret,
        SessionSeconds = 3600,
    };

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private IResult Authorize(HttpRequest request)
    {
        var asked = request.Query;
        if (asked["client_id"] != ClientId || asked["response_type"] != "code" || !asked["scope"].ToString().Contains("openid", StringComparison.Ordinal)) return Results.BadRequest();
        lock (gate)
        {
            Authorized++;
            var code = $"code-{codes.Count}|{asked["redirect_uri"]}";
            codes.Add(code);
            return Results.Redirect($"{asked["redirect_uri"]}?code={Uri.EscapeDataString(code)}&state={Uri.EscapeDataString(asked["state"].ToString())}");
        }
    }

    private async Task<IResult> TokenAsync(HttpRequest request)
    {
        Asked.TrySetResult();
        if (!Held.IsCompleted) Interlocked.Increment(ref waiting);
        try
        {
            await Held.WaitAsync(request.HttpContext.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            GivenUp.TrySetResult();
            throw;
        }
        var form = await request.ReadFormAsync();
        var basic = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Uri.EscapeDataString(ClientSecret)}"));
        if (request.Headers.Authorization != $"Basic {basic}") return Results.BadRequest();
        lock (gate)
        {
            if (form["grant_type"] == "refresh_token")
            {
                Refreshed++;
                // Each is good once.
                return !EndsSessions && refreshTokens.Remove(form["refresh_token"].ToString()) ? Tokens() : Results.BadRequest();
            }
            var code = form["code"].ToString();
            return form["grant_type"] == "authorization_code" && codes.Remove(code) && code.Split('|')[1] == form["redirect_uri"] ? Tokens() : Results.BadRequest();
        }
    }

    private IResult Tokens()
    {
        given++;
        var claims = new { iss = Url, aud = Audience, sub = "alice", exp = DateTimeOffset.UtcNow.AddMinutes(5).ToUnixTimeSeconds() };
        var id = $"e30.{Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(claims))}.c2ln";
        if (AccessSeconds is not { } seconds) return Results.Json(new { access_token = $"access-{given}", token_type = "Bearer", id_token = id });
        refreshTokens.Add($"refresh-{given}");
        return Results.Json(new { access_token = $"access-{given}", token_type = "Bearer", id_token = id, expires_in = seconds, refresh_token = $"refresh-{given}" });
    }

    private IResult UserInfo(HttpRequest request)
    {
        if (!request.Headers.Authorization.ToString().StartsWith("Bearer access-", StringComparison.Ordinal)) return Results.Unauthorized();
        var claims = new { sub = UserInfoSubject, email = Email };
        return IsUserInfoSigned ? Results.Text($"{Part(new { alg = "RS256" })}.{Part(claims)}.AAAA", "application/jwt") : Results.Json(claims);
    }

    private static string Part<T>(T of) => Base64Url.EncodeToString(JsonSerializer.SerializeToUtf8Bytes(of));
}
