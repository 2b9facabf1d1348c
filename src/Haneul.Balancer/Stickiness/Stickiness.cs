using System.Buffers.Binary;
using Haneul.Fabric;

namespace Haneul.Balancer;

/// <summary>
/// Where clients of a balancer were, by their cookies, and the cookies that tell them. One for each loop; in the common case nothing is allocated.
/// https://docs.aws.amazon.com/elasticloadbalancing/latest/application/sticky-sessions.html
/// </summary>
public sealed class Stickiness(CookieSeal seal)
{
    /// <summary>A number of the group, a number of the target, and until when, in Unix seconds.</summary>
    private const int PlainLength = 8 + 8 + 4;

    /// <summary>Of sealed texts that may be used again within the second; then it begins anew.</summary>
    private const int MostKept = 4096;

    /// <summary>What the longest of these cookies needs, with its name.</summary>
    public const int LongestCookie = 256;

    private readonly Dictionary<(byte Use, ulong Balancer, ulong Group, ulong Target), Kept> kept = [];

    /// <summary>The target that the client was with (see <see cref="Picker.Find"/>); 0: none, or it was too long ago.</summary>
    /// <param name="request">With its cookies.</param>
    /// <param name="balancer">The balancer, by <see cref="TargetKey"/> of its ARN.</param>
    /// <param name="pool">The group.</param>
    /// <param name="nowSeconds">Unix time.</param>
    public ulong FindTarget<TRequest>(scoped in TRequest request, ulong balancer, StickyPool pool, long nowSeconds)
        where TRequest : IRequestView, allows ref struct
    {
        var (group, target) = pool.AppCookie is null
            ? Read(request, balancer, StickyCookie.Target, StickyCookie.TargetElsewhere, nowSeconds)
            : Read(request, balancer, StickyCookie.Application, StickyCookie.Application, nowSeconds);
        return group == pool.Key ? target : 0;
    }

    /// <summary>The group that the client was with, by <see cref="TargetKey"/> of its id; 0: none, or it was too long ago.</summary>
    public ulong FindGroup<TRequest>(scoped in TRequest request, ulong balancer, long nowSeconds)
        where TRequest : IRequestView, allows ref struct => Read(request, balancer, StickyCookie.Group, StickyCookie.GroupElsewhere, nowSeconds).Group;

    /// <summary>Writes the value of a Set-Cookie, and tells its length.</summary>
    /// <param name="cookie">Which.</param>
    /// <param name="balancer">The balancer, by its key.</param>
    /// <param name="group">The group, by its key.</param>
    /// <param name="target">The target, by its key; 0 for cookies of groups.</param>
    /// <param name="seconds">How long it is good.</param>
    /// <param name="now">The time.</param>
    /// <param name="isTls">Over TLS, cookies for other sites are marked as AWS does and browsers demand.</param>
    /// <param name="to">At least <see cref="LongestCookie"/> bytes.</param>
    public int Write(StickyCookie cookie, ulong balancer, ulong group, ulong target, int seconds, DateTimeOffset now, bool isTls, Span<byte> to)
    {
        var until = now.AddSeconds(seconds);
        var length = Append(to, 0, cookie.Name());
        length = Append(to, length, "="u8);
        length = Append(to, length, Sealed(cookie.Use(), balancer, group, target, (uint)until.ToUnixTimeSeconds()));
        length = Append(to, length, "; Expires="u8);
        until.UtcDateTime.TryFormat(to[length..], out var written, "R");
        length = Append(to, length + written, "; Path=/"u8);
        if (!cookie.IsForElsewhere()) return length;
        length = Append(to, length, "; SameSite=None"u8);
        return isTls ? Append(to, length, "; Secure"u8) : length;
    }

    private (ulong Group, ulong Target) Read<TRequest>(scoped in TRequest request, ulong balancer, StickyCookie cookie, StickyCookie other, long nowSeconds)
        where TRequest : IRequestView, allows ref struct
    {
        Span<byte> plain = stackalloc byte[PlainLength];
        for (var position = 0; request.TryNextHeader("cookie"u8, ref position, out var header);)
        {
            if (!Cookies.TryFind(header, cookie.Name(), out var text) && !Cookies.TryFind(header, other.Name(), out text)) continue;
            // What stands there may be anybody's: only a text of the right length is worth opening.
            if (text.Length != CookieSeal.LengthOf(PlainLength) || seal.Open(text, cookie.Use(), balancer, plain) != PlainLength) continue;
            if (BinaryPrimitives.ReadUInt32LittleEndian(plain[16..]) < nowSeconds) continue;
            return (BinaryPrimitives.ReadUInt64LittleEndian(plain), BinaryPrimitives.ReadUInt64LittleEndian(plain[8..]));
        }
        return default;
    }

    /// <summary>All clients of a target that come within a second may have the same text: sealing is dear.</summary>
    private ReadOnlySpan<byte> Sealed(byte use, ulong balancer, ulong group, ulong target, uint until)
    {
        var key = (use, balancer, group, target);
        if (!kept.TryGetValue(key, out var there))
        {
            if (kept.Count >= MostKept) kept.Clear();
            kept.Add(key, there = new Kept());
        }
        if (there.Until == until) return there.Text;
        Span<byte> plain = stackalloc byte[PlainLength];
        BinaryPrimitives.WriteUInt64LittleEndian(plain, group);
        BinaryPrimitives.WriteUInt64LittleEndian(plain[8..], target);
        BinaryPrimitives.WriteUInt32LittleEndian(plain[16..], until);
        seal.Seal(plain, use, balancer, there.Text);
        there.Until = until;
        return there.Text;
    }

    private static int Append(Span<byte> to, int at, ReadOnlySpan<byte> text)
    {
        text.CopyTo(to[at..]);
        return at + text.Length;
    }

    private sealed class Kept
    {
        public byte[] Text { get; } = new byte[CookieSeal.LengthOf(PlainLength)];

        public uint Until { get; set; }
    }
}
