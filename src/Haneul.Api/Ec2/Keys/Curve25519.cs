using System.Numerics;
using System.Security.Cryptography;

namespace Haneul.Api.Ec2;

/// <summary>
/// The public half of an Ed25519 key (RFC 8032, section 5.1.5), which .NET does not make. Written for clarity: its time depends on the secret, so it is for throw-away keys of emulated hosts only.
/// </summary>
public static class Curve25519
{
    private static readonly BigInteger P = BigInteger.Pow(2, 255) - 19;
    private static readonly BigInteger D = Mod(-121665 * Inverse(121666));
    private static readonly BigInteger BaseY = Mod(4 * Inverse(5));
    private static readonly BigInteger BaseX = RecoverEvenX(BaseY);

    /// <summary>The 32 bytes of the public key that belongs to a 32-byte seed.</summary>
    public static byte[] PublicKeyOf(ReadOnlySpan<byte> seed)
    {
        var scalar = SHA512.HashData(seed)[..32];
        scalar[0] &= 0b1111_1000;
        scalar[31] = (byte)(scalar[31] & 0b0111_1111 | 0b0100_0000);
        var (x, y) = Multiply(new BigInteger(scalar, isUnsigned: true), (BaseX, BaseY));
        var bytes = new byte[32];
        y.ToByteArray(isUnsigned: true).CopyTo(bytes, 0);
        if (!x.IsEven) bytes[31] |= 0x80;
        return bytes;
    }

    private static (BigInteger X, BigInteger Y) Multiply(BigInteger n, (BigInteger X, BigInteger Y) point)
    {
        var sum = (X: BigInteger.Zero, Y: BigInteger.One);
        for (var bit = 0; bit < 255; bit++)
        {
            if (!(n >> bit).IsEven) sum = Add(sum, point);
            point = Add(point, point);
        }
        return sum;
    }

    private static (BigInteger X, BigInteger Y) Add((BigInteger X, BigInteger Y) a, (BigInteger X, BigInteger Y) b)
    {
        var k = Mod(D * a.X * b.X % P * a.Y * b.Y);
        return (Mod((a.X * b.Y + b.X * a.Y) * Inverse(1 + k)), Mod((a.Y * b.Y + a.X * b.X) * Inverse(1 - k)));
    }

    private static BigInteger RecoverEvenX(BigInteger y)
    {
        var square = Mod((y * y - 1) * Inverse(D * y * y + 1));
        var x = BigInteger.ModPow(square, (P + 3) / 8, P);
        if (Mod(x * x - square) != 0) x = Mod(x * BigInteger.ModPow(2, (P - 1) / 4, P));
        return x.IsEven ? x : P - x;
    }

    private static BigInteger Inverse(BigInteger n) => BigInteger.ModPow(Mod(n), P - 2, P);

    private static BigInteger Mod(BigInteger n) => (n % P + P) % P;
}
