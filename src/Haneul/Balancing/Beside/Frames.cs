using System.Buffers.Binary;
using System.Text.Json;
using Haneul.Store;

namespace Haneul.Balancing;

/// <summary>Records over a stream: four bytes of length (little-endian), then JSON.</summary>
internal static class Frames
{
    /// <summary>A cloud's whole wish is a few megabytes at most.</summary>
    private const int LongestBytes = 256 * 1024 * 1024;

    private const int LengthBytes = 4;

    public static byte[] Of(object record)
    {
        using var frame = new MemoryStream();
        frame.Write(new byte[LengthBytes]);
        RowWriter.Write(frame, record);
        BinaryPrimitives.WriteInt32LittleEndian(frame.GetBuffer(), (int)frame.Length - LengthBytes);
        return frame.ToArray();
    }

    /// <summary>The next record; null at the end of the stream. Throws <see cref="InvalidDataException"/> for what is none.</summary>
    public static async Task<T?> ReadAsync<T>(Stream from, CancellationToken cancel) where T : class
    {
        var head = new byte[LengthBytes];
        var read = await from.ReadAtLeastAsync(head, LengthBytes, throwOnEndOfStream: false, cancel);
        if (read < LengthBytes) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(head);
        if (length is < 0 or > LongestBytes) throw new InvalidDataException($"A record of {length} bytes");
        var body = new byte[length];
        await from.ReadExactlyAsync(body, cancel);
        try
        {
            return JsonSerializer.Deserialize<T>(body, Rows.Json);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"What was told is no {typeof(T).Name}: {e.Message}", e);
        }
    }
}
