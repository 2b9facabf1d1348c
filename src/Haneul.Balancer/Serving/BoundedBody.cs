namespace Haneul.Balancer;

/// <summary>Reads bodies that others send, and no more of them than allowed.</summary>
internal static class BoundedBody
{
    /// <summary>Null where it is longer.</summary>
    public static async Task<byte[]?> ReadAsync(HttpContent content, int limit, CancellationToken cancelled)
    {
        if (content.Headers.ContentLength > limit) return null;
        await using var stream = await content.ReadAsStreamAsync(cancelled);
        using var kept = new MemoryStream();
        var piece = new byte[16 * 1024];
        while (kept.Length <= limit)
        {
            var count = await stream.ReadAsync(piece, cancelled);
            if (count == 0) return kept.ToArray();
            kept.Write(piece, 0, count);
        }
        return null;
    }
}
