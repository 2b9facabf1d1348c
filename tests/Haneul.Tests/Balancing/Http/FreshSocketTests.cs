using System.Net.Sockets;
using System.Runtime.CompilerServices;
using Haneul.Io;
using Xunit;

namespace Haneul.Tests.Balancing;

public sealed class FreshSocketTests
{
    [Fact]
    public void Only_the_handles_holder_closes_it_and_no_finalizer()
    {
        var handle = Opened();
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
        Assert.False(handle.IsClosed);
        Assert.StartsWith("socket:", new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget);
        handle.Dispose();
    }

    /// <summary>No reference to what made it stays on the stack.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static SafeSocketHandle Opened() => FreshSocket.Open(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
}
