using System.Text;
using Haneul.Fabric;
using Haneul.Model;

namespace Haneul.Balancer;

/// <summary>A head as rules look at it.</summary>
internal readonly ref struct RequestView(RequestHead head, Ip source) : IRequestView
{
    public ReadOnlySpan<byte> Method => head.Method;

    public ReadOnlySpan<byte> Host => head.Host;

    public ReadOnlySpan<byte> Path => head.Path is { IsEmpty: false } path ? path : "/"u8;

    public ReadOnlySpan<byte> Query => head.Query;

    public Ip Source => source;

    public bool TryNextHeader(ReadOnlySpan<byte> lowerName, ref int position, out ReadOnlySpan<byte> value)
    {
        var at = head.IndexOf(lowerName, position);
        value = at < 0 ? default : head.ValueOf(head.Lines[at]);
        position = at + 1;
        return at >= 0;
    }
}
