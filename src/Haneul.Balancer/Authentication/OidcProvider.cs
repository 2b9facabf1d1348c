using System.Buffers.Text;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>What came of asking the provider: a session, or the status that the client is answered with.</summary>
/// <param name="Status">0 with a session; 561: the provider refused; 504: it took too long; 500: it cannot be reached, or says what cannot be understood. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-troubleshooting.html</param>
/// <param name="Session">Whom the provider knows; its time is not set yet.</param>
public sealed record OidcFinding(int Status, OidcSession? Session = null);

/// <summary>Asks a provider: exchanges a code for tokens (RFC 6749, section 4.1.3), and the access token for what is known of the user (OpenID Connect Core 1.0, section 5.3).</summary>
/// <param name="action">Which provider, and as whom it is asked.</param>
/// <param name="client">Connects from the node.</param>
/// <param name="time">The clock.</param>
public sealed class OidcProvider(OidcAction action, HttpMessageInvoker client, TimeProvider time)
{
    private const int LongestAnswer = 64 * 1024;

    /// <summary>For each of both questions.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public async Task<OidcFinding> AskAsync(OidcVerdict.Ask asked, CancellationToken cancelled)
    {
        using var timeout = new CancellationTokenSource(Limit * 2, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancelled);
        try
        {
            var tokens = await SendAsync(TokenRequest(asked), both.Token);
            if (Text(tokens, "access_token") is not { } access || Text(tokens, "id_token") is not { } id || Checked(id) is not { } subject) return new OidcFinding(561);
            var user = new HttpRequestMessage(HttpMethod.Get, action.UserInfoEndpoint) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", access) } };
            var claims = await SendAsync(user, both.Token);
            // Section 5.3.2: what is said of somebody else is not to be used.
            return claims is null || Text(claims, "sub") != subject ? new OidcFinding(561) : new OidcFinding(0, new OidcSession(subject, access, claims.ToJsonString(), 0));
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested)
        {
            return new OidcFinding(504);
        }
        catch (HttpRequestException)
        {
            return new OidcFinding(500);
        }
    }

    private HttpRequestMessage TokenRequest(OidcVerdict.Ask asked)
    {
        var secret = $"{Uri.EscapeDataString(action.ClientId)}:{Uri.EscapeDataString(action.ClientSecret)}";
        return new HttpRequestMessage(HttpMethod.Post, action.TokenEndpoint)
        {
            Content = new FormUrlEncodedContent([new("grant_type", "authorization_code"), new("code", asked.Code), new("redirect_uri", asked.RedirectUri)]),
            Headers = { Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(secret))) },
        };
    }

    /// <summary>Null where it is no success with a JSON object.</summary>
    private async Task<JsonObject?> SendAsync(HttpRequestMessage request, CancellationToken cancelled)
    {
        using (request)
        {
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
            using var answer = await client.SendAsync(request, cancelled);
            if (!answer.IsSuccessStatusCode) return null;
            await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancelled);
            return Parsed(await answer.Content.ReadAsByteArrayAsync(cancelled));
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
