namespace Haneul.Balancer;

/// <summary>The headers by which targets know users: x-amzn-oidc-identity, -accesstoken and -data, and whatever else may be called so.</summary>
internal static class UserLines
{
    /// <summary>True of a client's header that a target might take for one of them: many programs do not tell _ from -.</summary>
    public static bool AreOf(ReadOnlySpan<byte> name)
    {
        var start = "x-amzn-oidc-"u8;
        if (name.Length < start.Length) return false;
        for (var i = 0; i < start.Length; i++)
        {
            var b = name[i] == '_' ? (byte)'-' : name[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(name[i] | 0x20) : name[i];
            if (b != start[i]) return false;
        }
        return true;
    }
}
