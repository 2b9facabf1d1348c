using System.Buffers.Binary;
using System.Security.Cryptography;
using Haneul.Model;

namespace Haneul.Services;

/// <summary>
/// Session tokens of IMDSv2: good for one instance and a time, and signed, so that nothing has to be remembered. A daemon that starts again has another key: clients are told 401 and take a new token, as SDKs do.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-instance-metadata-service.html
/// </summary>
internal sealed class MetadataTokens(TimeProvider clock)
{
    public const int LongestSeconds = 21600;

    private const int HeadBytes = 16, SignatureBytes = 24;

    private readonly byte[] key = RandomNumberGenerator.GetBytes(32);

    public string Make(Id<Instance> instance, int ttlSeconds)
    {
        var token = new byte[HeadBytes + SignatureBytes];
        BinaryPrimitives.WriteInt64BigEndian(token, clock.GetUtcNow().ToUnixTimeSeconds() + ttlSeconds);
        RandomNumberGenerator.Fill(token.AsSpan(8, 8));
        Sign(instance, token.AsSpan(0, HeadBytes)).CopyTo(token, HeadBytes);
        return Convert.ToBase64String(token).Replace('+', '-').Replace('/', '_');
    }

    /// <summary>How long the token is still good for this instance; null where it is not.</summary>
    public int? SecondsLeft(Id<Instance> instance, string token)
    {
        var bytes = new byte[HeadBytes + SignatureBytes];
        if (token.Length > 64 || !Convert.TryFromBase64String(token.Replace('-', '+').Replace('_', '/'), bytes, out var length) || length != bytes.Length) return null;
        if (!CryptographicOperations.FixedTimeEquals(Sign(instance, bytes.AsSpan(0, HeadBytes)), bytes.AsSpan(HeadBytes))) return null;
        var left = BinaryPrimitives.ReadInt64BigEndian(bytes) - clock.GetUtcNow().ToUnixTimeSeconds();
        return left > 0 ? (int)left : null;
    }

    private byte[] Sign(Id<Instance> instance, ReadOnlySpan<byte> head) =>
        HMACSHA256.HashData(key, (byte[])[.. System.Text.Encoding.UTF8.GetBytes(instance.Value), 0, .. head])[..SignatureBytes];
}
