using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Haneul.Balancer;

/// <summary>What names a target or a group in cookies: 64 bits of SHA-256 of its id, so that it is the same in every process and never 0.</summary>
public static class TargetKey
{
    public static ulong Of(string id) => BinaryPrimitives.ReadUInt64LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes(id))) | 1;
}
