namespace Haneul.Kernel;

/// <summary>What came of trying the kernel's parts that carrying packets needs: null where one works, else what went wrong.</summary>
public sealed record KernelTrials
{
    /// <summary>Network and mount namespaces; where there are none, the rest was not tried.</summary>
    public string? Namespaces { get; init; }

    /// <summary>A pair of virtual Ethernet devices.</summary>
    public string? Veth { get; init; }

    public string? Bridge { get; init; }

    /// <summary>nf_tables, with a table of family inet that translates addresses.</summary>
    public string? NfTables { get; init; }

    /// <summary>Reading the table of tracked connections.</summary>
    public string? Conntrack { get; init; }

    /// <summary>Switching ip_forward on.</summary>
    public string? Forwarding { get; init; }

    /// <summary>An overlay with its writable layer in the directory that was asked about.</summary>
    public string? Overlay { get; init; }

    /// <summary>A mount that shows files with other owners.</summary>
    public string? IdMappedMounts { get; init; }

    /// <summary>
    /// Tries everything on a thread of its own, in namespaces of its own that end with it: nothing of the machine changes. The writable layer is tried in <paramref name="directory"/>, below which one directory comes and goes.
    /// </summary>
    public static KernelTrials Run(string directory)
    {
        var result = new KernelTrials { Namespaces = "not tried" };
        var thread = new Thread(() => result = new TrialRun(directory).All()) { Name = "trials" };
        thread.Start();
        thread.Join();
        return result;
    }
}
