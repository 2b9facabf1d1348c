using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Haneul.Balancer;

/// <summary>
/// Seals what the balancer keeps in clients' cookies, so that they can neither read nor make it: AES-256-GCM (NIST SP 800-38D), in the letters of base64url.
/// The key follows from the secret that the data plane is told, so cookies outlive it. Made once for each loop; nothing is locked, and short texts are sealed and opened without allocating.
/// </summary>
public sealed class CookieSeal : IDisposable
{
    private const int NonceLength = 12, TagLength = 16;

    /// <summary>Longer ones, such as sessions, are worked on in the heap.</summary>
    private const int OnStack = 256;

    /// <summary>Of a process that was told no secret: all of its loops read one another's cookies.</summary>
    private static readonly byte[] Own = RandomNumberGenerator.GetBytes(32);

    private readonly AesGcm cipher;
    private readonly byte[] nonceStart = RandomNumberGenerator.GetBytes(8);
    private uint sealings;

    /// <param name="secret">Any length; empty: this process's own.</param>
    public CookieSeal(ReadOnlySpan<byte> secret)
    {
        Span<byte> key = stackalloc byte[32];
        HKDF.DeriveKey(HashAlgorithmName.SHA256, secret.IsEmpty ? Own : secret, key, default, "haneul balancer cookies"u8);
        cipher = new AesGcm(key, TagLength);
    }

    /// <summary>How long a sealed text of so many bytes is.</summary>
    public static int LengthOf(int plain) => Base64Url.GetEncodedLength(plain + NonceLength + TagLength);

    /// <summary>Writes a sealed text, and tells its length.</summary>
    /// <param name="plain">What is sealed.</param>
    /// <param name="use">What for: a text that was sealed for another use is not opened.</param>
    /// <param name="scope">Of which balancer: the same.</param>
    /// <param name="to">At least <see cref="LengthOf"/> bytes.</param>
    public int Seal(ReadOnlySpan<byte> plain, byte use, ulong scope, Span<byte> to)
    {
        Span<byte> context = stackalloc byte[9];
        Context(context, use, scope);
        var length = plain.Length + NonceLength + TagLength;
        var bytes = length <= OnStack ? stackalloc byte[length] : new byte[length];
        // The beginning is this object's own chance, the rest counts: no nonce comes twice.
        if (++sealings == 0) RandomNumberGenerator.Fill(nonceStart);
        nonceStart.CopyTo(bytes);
        BinaryPrimitives.WriteUInt32BigEndian(bytes[8..], sealings);
        cipher.Encrypt(bytes[..NonceLength], plain, bytes[NonceLength..^TagLength], bytes[^TagLength..], context);
        return Base64Url.EncodeToUtf8(bytes, to);
    }

    /// <summary>The length of what was sealed, written to <paramref name="plain"/>; -1 where it was not sealed by this secret for this use.</summary>
    public int Open(ReadOnlySpan<byte> text, byte use, ulong scope, Span<byte> plain)
    {
        var most = Base64Url.GetMaxDecodedLength(text.Length);
        var bytes = most <= OnStack ? stackalloc byte[most] : new byte[most];
        if (!Base64Url.IsValid(text, out var length) || length < NonceLength + TagLength || length - NonceLength - TagLength > plain.Length) return -1;
        Base64Url.DecodeFromUtf8(text, bytes);
        Span<byte> context = stackalloc byte[9];
        Context(context, use, scope);
        var sealedPart = bytes[..length];
        var opened = length - NonceLength - TagLength;
        try
        {
            cipher.Decrypt(sealedPart[..NonceLength], sealedPart[NonceLength..^TagLength], sealedPart[^TagLength..], plain[..opened], context);
            return opened;
        }
        catch (AuthenticationTagMismatchException)
        {
            return -1;
        }
    }

    /// <summary>The same for what is long and rare.</summary>
    public string SealText(byte[] plain, byte use, ulong scope)
    {
        var text = new byte[LengthOf(plain.Length)];
        return Encoding.ASCII.GetString(text, 0, Seal(plain, use, scope, text));
    }

    /// <summary>The same for what is long and rare; null where it was not sealed by this secret for this use.</summary>
    public byte[]? Open(byte[] text, byte use, ulong scope)
    {
        var plain = new byte[text.Length];
        var length = Open(text, use, scope, plain);
        return length < 0 ? null : plain[..length];
    }

    public void Dispose() => cipher.Dispose();

    private static void Context(Span<byte> context, byte use, ulong scope)
    {
        context[0] = use;
        BinaryPrimitives.WriteUInt64BigEndian(context[1..], scope);
    }
}
