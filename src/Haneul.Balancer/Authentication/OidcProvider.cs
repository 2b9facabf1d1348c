using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What came of asking the provider: a session, or the status that the client is answered with, and the reason that logs name.</summary>
/// <param name="Status">0 with a session; 561: the provider refused; 401: it gave no id token; 504: it took too long; 500: it cannot be reached. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html</param>
/// <param name="Session">Whom the provider knows; its time is not set yet.</param>
/// <param name="Reason">https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-access-logs.html#error-reason-codes</param>
internal sealed record OidcFinding(int Status, OidcSession? Session = null, string? Reason = null);

/// <summary>
/// Asks a provider: exchanges a code or a refresh token for tokens (RFC 6749, sections 4.1.3 and 6), and the access token for what is known of the user (OpenID Connect Core 1.0, section 5.3).
/// </summary>
/// <param name="action">Which provider, and as whom it is asked.</param>
/// <param name="client">Connects from the node.</param>
/// <param name="limit">For each of both questions.</param>
/// <param name="time">The clock.</param>
internal sealed class OidcProvider(OidcAction action, HttpMessageInvoker client, TimeSpan limit, TimeProvider time)
{
    private const int LongestAnswer = 64 * 1024;

    private enum Question
    {
        Tokens,
        User,
    }

    /// <summary>Whom a code is of.</summary>
    public Task<OidcFinding> AskAsync(OidcVerdict.Ask asked, CancellationToken cancelled) => AskAsync(
        [new("grant_type", "authorization_code"), new("code", asked.Code), new("redirect_uri", asked.RedirectUri)], null, cancelled);

    /// <summary>The same user again, with a new access token.</summary>
    public Task<OidcFinding> RenewAsync(OidcSession session, CancellationToken cancelled) => AskAsync(
        [new("grant_type", "refresh_token"), new("refresh_token", session.RefreshToken ?? "")], session, cancelled);

    private async Task<OidcFinding> AskAsync(KeyValuePair<string, string>[] grant, OidcSession? before, CancellationToken cancelled)
    {
        var (tokens, failed) = await SendAsync(Question.Tokens, () => TokenRequest(grant), cancelled);
        if (failed is not null) return failed;
        if (Text(tokens, "access_token") is not { } access || !IsPrintable(access)) return new OidcFinding(561, Reason: "AuthInvalidTokenResponse");
        // Section 12.2: a refreshed answer need not have one.
        var subject = Text(tokens, "id_token") is { } id ? Checked(id) : before?.Subject;
        if (Text(tokens, "id_token") is null && subject is null) return new OidcFinding(401, Reason: "AuthInvalidTokenResponse");
        if (subject is null || !IsPrintable(subject) || before is not null && before.Subject != subject) return new OidcFinding(561, Reason: "AuthInvalidIdToken");
        var (claims, missing) = await SendAsync(Question.User, () => new HttpRequestMessage(HttpMethod.Get, action.UserInfoEndpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", access) } }, cancelled);
        if (missing is not null) return missing;
        // Section 5.3.2: what is said of somebody else is not to be used.
        if (claims is null || Text(claims, "sub") != subject) return new OidcFinding(561, Reason: "AuthInvalidUserinfoResponse");
        var seconds = Seconds(tokens);
        return new OidcFinding(0, new OidcSession(subject, access, claims.ToJsonString(), 0)
        {
            RefreshToken = Text(tokens, "refresh_token") ?? before?.RefreshToken,
            AccessUntil = seconds > 0 ? time.GetUtcNow().ToUnixTimeSeconds() + seconds : 0,
        });
    }

    private HttpRequestMessage TokenRequest(KeyValuePair<string, string>[] grant)
    {
        var secret = $"{Uri.EscapeDataString(action.ClientId)}:{Uri.EscapeDataString(action.ClientSecret)}";
        return new HttpRequestMessage(HttpMethod.Post, action.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent(grant),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))) },
        };
    }

    /// <summary>A JSON object, or what is wrong.</summary>
    private async Task<(JsonObject? Answer, OidcFinding? Failed)> SendAsync(Question question, Func<HttpRequestMessage> make, CancellationToken cancelled)
    {
        var endpoint = question == Question.Tokens ? "AuthTokenEp" : "AuthUserinfoEp";
        using var timeout = new CancellationTokenSource(limit, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancelled);
        try
        {
            using var request = make();
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var answer = await client.SendAsync(request, both.Token);
            if (!answer.IsSuccessStatusCode) return (null, new OidcFinding(561, Reason: $"{endpoint}RequestFailed"));
            if (await BoundedBody.ReadAsync(answer.Content, LongestAnswer, both.Token) is not { } body) return (null, new OidcFinding(401, Reason: question == Question.User ? "AuthUserinfoResponseSizeExceeded" : "AuthInvalidTokenResponse"));
            return Parsed(body) is { } json ? (json, null) : (null, new OidcFinding(561, Reason: question == Question.User ? "AuthInvalidUserinfoResponse" : "AuthInvalidTokenResponse"));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return (null, new OidcFinding(504, Reason: $"{endpoint}RequestTimeout"));
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return (null, new OidcFinding(500, Reason: $"{endpoint}RequestFailed"));
        }
    }

    /// <summary>
    /// The subject of an id token that is for this client, of this issuer and in its time; else null. It came from the token endpoint itself, so its signature needs no check (OpenID Connect Core 1.0, section 3.1.3.7, 6).
    /// </summary>
    private string? Checked(string token)
    {
        if (token.Split('.') is not [_, var body, _] || !Base64Url.IsValid(body)) return null;
        if (Parsed(Base64Url.DecodeFromChars(body)) is not { } claims || Text(claims, "iss") != action.Issuer) return null;
        var isOurs = claims["aud"] is JsonArray several ? several.Any(a => IsText(a, action.ClientId)) : IsText(claims["aud"], action.ClientId);
        var isInTime = claims["exp"] is JsonValue until && until.TryGetValue(out long seconds) && seconds > time.GetUtcNow().ToUnixTimeSeconds();
        return isOurs && isInTime ? Text(claims, "sub") : null;
    }

    /// <summary>RFC 6749, section 5.1: how long the access token is good; 0: untold.</summary>
    private static long Seconds(JsonObject? tokens) => tokens?["expires_in"] is JsonValue value && value.TryGetValue(out long seconds) && seconds is > 0 and < int.MaxValue ? seconds : 0;

    /// <summary>It goes to targets in a header: RFC 6749, appendix A, lets tokens be nothing else.</summary>
    private static bool IsPrintable(string text) => text.Length > 0 && text.All(c => c is > ' ' and <= '~');

    private static JsonObject? Parsed(byte[] json)
    {
        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonObject? of, string name) => of?[name] is JsonValue value && value.TryGetValue(out string? text) ? text : null;

    private static bool IsText(JsonNode? node, string text) => node is JsonValue value && value.TryGetValue(out string? found) && found == text;
}
