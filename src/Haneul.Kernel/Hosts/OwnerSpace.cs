using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>A user namespace that is there only for its map, to show the machine's files to hosts as theirs (mount_setattr(2), MOUNT_ATTR_IDMAP).</summary>
internal static class OwnerSpace
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static SafeFileHandle Make(IdRange ids)
    {
        var (live, leave) = ProcessCalls.MakePipe();
        var (said, say) = ProcessCalls.MakePipe();
        using var words = new WordPipe(said, Patience);
        int pid;
        using (live)
        using (say)
        using (var program = new ProgramStart("/usr/bin/unshare", ["unshare", "--user", "--", "/bin/sh", "-c", "echo there; read -r _"], Entry.Environment, [(0, live), (1, say)])) pid = program.Start();
        try
        {
            words.Next("a user namespace", () => "user namespaces may be switched off (sysctl user.max_user_namespaces, kernel.unprivileged_userns_clone)");
            if (!ids.IsComplete) File.WriteAllText($"/proc/{pid}/setgroups", "deny");
            File.WriteAllText($"/proc/{pid}/uid_map", ids.Map);
            File.WriteAllText($"/proc/{pid}/gid_map", ids.Map);
            return File.OpenHandle($"/proc/{pid}/ns/user");
        }
        finally
        {
            leave.Dispose();
            ProcessCalls.Reap(pid, wait: true);
        }
    }
}
