using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Haneul.Io.Tls;

/// <summary>
/// Where sessions of one thread put what is to be sent, so that many records leave in one send. After each call to a session, what stands here is that session's:
/// whoever called sends it and empties the box before another session is called.
/// </summary>
public sealed unsafe class TlsOutbox : IDisposable
{
    /// <summary>What is kept between sends: several records of 16 kB. A box that grew for one big write shrinks again.</summary>
    private const int Kept = 256 * 1024;

    /// <summary>A write that would grow beyond this is refused: callers bound what they hand over at once.</summary>
    public const int Longest = 64 * 1024 * 1024;

    private byte* bytes = (byte*)NativeMemory.Alloc(Kept);
    private int room = Kept;
    private int length;

    public TlsOutbox() => Handle = GCHandle.Alloc(this, GCHandleType.Weak);

    /// <summary>How OpenSSL's callbacks find it.</summary>
    internal GCHandle Handle { get; }

    internal TlsSession? Owner { get; private set; }

    public ReadOnlySpan<byte> Bytes => new(bytes, length);

    public bool IsEmpty => length == 0;

    /// <summary>Empties it: all that it held was sent, or put aside.</summary>
    public void Clear()
    {
        length = 0;
        Owner = null;
        if (room <= Kept) return;
        bytes = (byte*)NativeMemory.Realloc(bytes, Kept);
        room = Kept;
    }

    public void Dispose()
    {
        if (bytes == null) return;
        NativeMemory.Free(bytes);
        bytes = null;
        room = length = 0;
        Handle.Free();
        GC.SuppressFinalize(this);
    }

    ~TlsOutbox() => Dispose();

    internal void Claim(TlsSession session)
    {
        if (length > 0 && Owner != session) throw new InvalidOperationException("What another session wants to send has not been taken out of the outbox");
        Owner = session;
    }

    /// <summary>False where it would grow too long.</summary>
    internal bool Append(byte* from, int count)
    {
        Debug.Assert(bytes != null, "used after its end");
        if (count > Longest - length) return false;
        if (count > room - length)
        {
            room = Math.Min(Longest, Math.Max(length + count, room * 2));
            bytes = (byte*)NativeMemory.Realloc(bytes, (nuint)room);
        }
        NativeMemory.Copy(from, bytes + length, (nuint)count);
        length += count;
        return true;
    }
}
