using System.Security.Cryptography;
using Haneul.Model;

namespace Haneul.Daemon;

/// <summary>Fresh identifiers from the system's chance: 64 random bits and more never meet twice.</summary>
internal sealed class RandomIds : IIds
{
    public string Hex(int digits) => RandomNumberGenerator.GetHexString(digits, lowercase: true);
}
