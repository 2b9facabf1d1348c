using System.Globalization;

namespace Haneul.Kernel;

/// <summary>
/// The way into a host that runs, as a command line of the machine: joins its cgroups, becomes its root, then enters its namespaces (nsenter(1)).
/// The order matters: a process that entered while it still was the machine's root could be seized by root inside at that moment, and would be the machine's root still.
/// </summary>
internal sealed class Entry(HostCgroups cgroups, IdRange ids)
{
    /// <summary>What entering namespaces takes; all of it ends with the entry into the host's user namespace.</summary>
    private const string Needed = "+sys_admin,+sys_ptrace";

    /// <summary>Nothing of the daemon's own environment; and no language, which unshare(1) and nsenter(1) would load for a third of their time.</summary>
    public static readonly IReadOnlyList<string> Environment =
    [
        "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin", "HOME=/root", "USER=root", "LOGNAME=root", "SHELL=/bin/sh", "container=haneul",
    ];

    /// <summary>People and services in hosts have numbers of their own.</summary>
    public bool HasUsers => ids.IsComplete;

    /// <summary>What makes the machine's root the hosts' root, able to enter namespaces still.</summary>
    public static IReadOnlyList<string> Become(IdRange ids)
    {
        var user = ids.First.ToString(CultureInfo.InvariantCulture);
        return ids.First == 0 ? [] : ["setpriv", $"--reuid={user}", $"--regid={user}", "--clear-groups", $"--inh-caps={Needed}", $"--ambient-caps={Needed}", "--"];
    }

    /// <summary>Runs a program as the host's root, in its root directory.</summary>
    public IReadOnlyList<string> Command(string id, int pid, IReadOnlyList<string> command)
    {
        var join = string.Concat(cgroups.Doors(id).Select(door => $"echo $$ >{CloudConfig.Quote(door)}; "));
        return
        [
            "/bin/sh", "-c", join + "exec \"$@\"", "haneul-enter", .. Become(ids),
            "nsenter", "--target", pid.ToString(CultureInfo.InvariantCulture), "--user", "--mount", "--uts", "--ipc", "--net", "--pid", "--cgroup", .. ids.IsComplete ? Array.Empty<string>() : ["--preserve-credentials"], "--", .. command,
        ];
    }

    /// <summary>Runs a program as a user of the host, in the user's home and with a login's environment.</summary>
    public IReadOnlyList<string> Login(string id, int pid, IReadOnlyList<string> command, string user)
    {
        if (user == "root") return Command(id, pid, command.Count == 0 ? ["/bin/sh", "-c", "export LANG=C.UTF-8; cd; exec \"$SHELL\" -l"] : ["/bin/sh", "-c", "export LANG=C.UTF-8; cd; exec \"$@\"", "sh", .. command]);
        if (!ids.IsComplete) return Command(id, pid, OnlyUser.Login(user, command));
        return Command(id, pid, command.Count == 0 ? ["su", "-l", user] : ["su", "-l", user, "-c", "exec " + string.Join(' ', command.Select(CloudConfig.Quote))]);
    }
}
