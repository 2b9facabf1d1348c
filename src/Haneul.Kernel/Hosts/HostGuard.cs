namespace Haneul.Kernel;

/// <summary>What a thread gives up, for good, before it starts a program that goes into a host: keys of the session that it is in, and calls that lead past namespaces. Root inside can seize whatever comes in, so it must bring nothing along.</summary>
public static class HostGuard
{
    /// <summary>For the calling thread and what it starts. Throws <see cref="KernelException"/>.</summary>
    public static void Apply()
    {
        CallFilter.Apply();
        Keyring.Leave();
    }
}
