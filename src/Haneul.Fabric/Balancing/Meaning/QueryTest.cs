using Haneul.Model;

namespace Haneul.Fabric;

/// <summary>A pattern for a pair of the query: key=value; without a key, the value of any. Neither minds case, nothing is percent-decoded.</summary>
internal sealed class QueryTest(QueryPair pair)
{
    private readonly TextPattern? key = pair.Key is { } name ? TextPattern.Compile(name, ignoresCase: true) : null;
    private readonly TextPattern value = TextPattern.Compile(pair.Value, ignoresCase: true);

    /// <summary>A pair without an equals sign is a key whose value is empty.</summary>
    public bool Is(ReadOnlySpan<byte> pair)
    {
        var equals = pair.IndexOf((byte)'=');
        var itsKey = equals < 0 ? pair : pair[..equals];
        var itsValue = equals < 0 ? default : pair[(equals + 1)..];
        return (key is null || key.Matches(itsKey)) && value.Matches(itsValue);
    }
}
