namespace Haneul.Kernel;

/// <summary>The user namespace that this process is in, user_namespaces(7).</summary>
public static class UserSpace
{
    /// <summary>The machine's own, which maps everybody to themselves.</summary>
    public static bool IsInitial { get; } = File.Exists("/proc/self/uid_map") && File.ReadAllText("/proc/self/uid_map").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries) is ["0", "0", "4294967295"];
}
