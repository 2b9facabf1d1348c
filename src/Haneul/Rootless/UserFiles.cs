using System.Diagnostics;
using Haneul.Daemon;
using Haneul.Kernel;

namespace Haneul.Rootless;

/// <summary>
/// Removes what a daemon kept. What instances of a normal user's Haneul wrote belongs to numbers that were lent to the user, who may remove it only as root of a user namespace.
/// </summary>
internal static class UserFiles
{
    /// <summary>Refuses a data directory that held something else before, and would lose it.</summary>
    public static void CheckPurge(string data)
    {
        if (!DataDirectory.IsOurs(data)) throw new UserError($"--purge: {data} was not empty when Haneul began to keep its data there; stop it without, and remove what is Haneul's by hand");
    }

    /// <summary>A directory with all that is in it, if it is there.</summary>
    public static void Remove(string path)
    {
        if (Directory.Exists(path)) RemoveTree(path);
    }

    private static void RemoveTree(string path)
    {
        try
        {
            Directory.Delete(path, recursive: true);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException && !Environment.IsPrivilegedProcess)
        {
            var keeper = Keeper.Start(UserNumbers.Own());
            try
            {
                List<string> rm = [.. keeper.WayToNetwork, "rm", "-rf", "--", path];
                using var process = Process.Start(new ProcessStartInfo(rm[0], rm.Skip(1))) ?? throw new UserError("Cannot start nsenter");
                process.WaitForExit();
                if (process.ExitCode != 0) throw new UserError($"{path} cannot be removed: {e.Message}");
            }
            finally
            {
                keeper.End();
            }
        }
    }
}
