using System.Runtime.InteropServices;

namespace Haneul.Io.Tls;

/// <summary>How OpenSSL reads and writes: from the source of the session that is at work, into the thread's outbox. BIO_meth_new(3)</summary>
internal static unsafe class TlsBio
{
    private const int SourceSink = 0x0400, AtEnd = 2, Flush = 11, ShouldRetryRead = 0x09, RetryFlags = 0x0f;
    private const int Blocked = -1;

    private static readonly nint Method = Make();

    public static nint New(TlsOutbox outbox)
    {
        var bio = LibSsl.BIO_new(Method);
        if (bio == 0) throw new OutOfMemoryException("BIO_new");
        LibSsl.BIO_set_data(bio, GCHandle.ToIntPtr(outbox.Handle));
        LibSsl.BIO_set_init(bio, 1);
        return bio;
    }

    /// <summary>The session that OpenSSL works for in a callback.</summary>
    public static TlsSession? Of(nint ssl) => At(LibSsl.SSL_get_rbio(ssl))?.Owner;

    private static TlsOutbox? At(nint bio) => GCHandle.FromIntPtr(LibSsl.BIO_get_data(bio)).Target as TlsOutbox;

    private static nint Make()
    {
        const int FirstFreeType = 100;
        fixed (byte* name = "haneul\0"u8)
        {
            var method = LibSsl.BIO_meth_new(FirstFreeType | SourceSink, name);
            if (method == 0) throw new OutOfMemoryException("BIO_meth_new");
            _ = LibSsl.BIO_meth_set_read(method, &Read);
            _ = LibSsl.BIO_meth_set_write(method, &Write);
            _ = LibSsl.BIO_meth_set_ctrl(method, &Control);
            return method;
        }
    }

    [UnmanagedCallersOnly]
    private static int Read(nint bio, byte* into, int length)
    {
        LibSsl.BIO_clear_flags(bio, RetryFlags);
        if (At(bio)?.Owner is not { } session) return -1;
        var count = session.Fill(new Span<byte>(into, length));
        if (count == Blocked) LibSsl.BIO_set_flags(bio, ShouldRetryRead);
        return count;
    }

    [UnmanagedCallersOnly]
    private static int Write(nint bio, byte* from, int length) => At(bio) is { } outbox && outbox.Append(from, length) ? length : -1;

    [UnmanagedCallersOnly]
    private static nint Control(nint bio, int command, nint number, nint pointer) => command switch
    {
        Flush => 1,
        AtEnd => At(bio)?.Owner is { IsCut: true } ? 1 : 0,
        _ => 0,
    };
}
