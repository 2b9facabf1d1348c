using System.Diagnostics;
using Haneul.Daemon;
using Haneul.Kernel;

namespace Haneul.Rootless;

/// <summary>
/// Removes what a daemon kept. What instances of a normal user's Haneul wrote belongs to numbers that were lent to the user, who may remove it only as root of a user namespace.
/// </summary>
internal static class UserFiles
{
    /// <summary>What a daemon puts into its data directory; a directory that holds something else stays, with that.</summary>
    private static readonly string[] Kept = ["layers", "base", "images", "s3", "world.db", "world.db-wal", "world.db-shm", "logs.db", "logs.db-wal", "logs.db-shm", "daemon.json", "lock", "log", "first-user"];

    /// <summary>The data of a daemon that has stopped.</summary>
    public static void RemoveData(string data)
    {
        foreach (var name in Kept)
        {
            var path = Path.Combine(data, name);
            if (Directory.Exists(path)) RemoveTree(path);
            else File.Delete(path);
        }
        if (Directory.Exists(data) && !Directory.EnumerateFileSystemEntries(data).Any()) Directory.Delete(data);
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
