using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Haneul.Fabric;

namespace Haneul.Balancer;

/// <summary>
/// A session in a client's cookies: sealed, and cut into shards of less than 4 KB, four at most. https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html
/// </summary>
/// <param name="name">Of the cookies, in front of the shard's number.</param>
/// <param name="scope">Of whom sessions are: a text that was sealed for others is not opened.</param>
internal sealed class OidcSessionCookies(string name, ulong scope)
{
    private const byte Use = 4;
    private const int ShardLength = 3_800, MostShards = 4;

    private readonly byte[][] names = [.. Enumerable.Range(0, MostShards).Select(i => Encoding.UTF8.GetBytes($"{name}-{i.ToString(CultureInfo.InvariantCulture)}"))];

    /// <summary>The session that the client has, whether its time is over or not; null where there is none, or what there is was not written here.</summary>
    /// <param name="request">With its cookies.</param>
    /// <param name="seal">The loop's.</param>
    /// <param name="shards">How many cookies there are.</param>
    public OidcSession? Read<TRequest>(scoped in TRequest request, CookieSeal seal, out int shards)
        where TRequest : IRequestView, allows ref struct
    {
        var text = new StringBuilder();
        for (shards = 0; shards < MostShards && Cookies.ValueOf(request, names[shards]) is { } shard; shards++) text.Append(shard);
        return shards > 0 && seal.Open(Encoding.UTF8.GetBytes(text.ToString()), Use, scope) is { } plain ? OidcSession.Read(plain) : null;
    }

    /// <summary>Values of Set-Cookie; none where the session is too large.</summary>
    /// <param name="session">Whom the provider knows.</param>
    /// <param name="seal">The loop's.</param>
    /// <param name="shards">How many cookies the client has: what is not needed any more is taken away.</param>
    public ImmutableArray<string> Write(OidcSession session, CookieSeal seal, int shards)
    {
        var text = seal.SealText(session.Write(), Use, scope);
        if (text.Length > ShardLength * MostShards) return [];
        var until = DateTimeOffset.FromUnixTimeSeconds(session.Until);
        var written = text.Chunk(ShardLength).Select((part, i) => Line($"{name}-{i}", new string(part), until)).ToList();
        return [.. written, .. Enumerable.Range(written.Count, Math.Max(0, shards - written.Count)).Select(i => Line($"{name}-{i}", "", DateTimeOffset.UnixEpoch))];
    }

    public static string Line(string name, string value, DateTimeOffset until) => $"{name}={value}; Expires={until.UtcDateTime:R}; Path=/; Secure; HttpOnly; SameSite=None";
}
