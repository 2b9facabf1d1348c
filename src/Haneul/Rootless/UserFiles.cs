using System.Diagnostics;
using Haneul.Daemon;
using Haneul.Kernel;

namespace Haneul.Rootless;

/// <summary>
/// Removes what a daemon kept. What instances of a normal user's Haneul wrote belongs to numbers that were lent to the user, who may remove it only as root of a user namespace.
/// </summary>
internal static class UserFiles
{
    /// <summary>What a daemon puts into its data directory, beside databases; a directory that holds something else stays, with that.</summary>
    private static readonly string[] Kept = ["layers", "base", "images", "daemon.json", "lock", "log", "first-user", "s3"];

    /// <summary>The data of a daemon that has stopped.</summary>
    public static void RemoveData(string data)
    {
        if (!Directory.Exists(data)) return;
        foreach (var name in Kept)
        {
            var path = Path.Combine(data, name);
            if (Directory.Exists(path)) Remove(path);
            else File.Delete(path);
        }
        // SQLite's, with its journals.
        foreach (var path in Directory.EnumerateFiles(data, "*.db").Concat(Directory.EnumerateFiles(data, "*.db-*")).ToList()) File.Delete(path);
        if (!Directory.EnumerateFileSystemEntries(data).Any()) Directory.Delete(data);
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
