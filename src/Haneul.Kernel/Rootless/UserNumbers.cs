using System.Globalization;

namespace Haneul.Kernel;

/// <summary>
/// The user and group numbers that a normal user has for a user namespace: the own ones, and where the administrator lent some, a range of subordinate ones (subuid(5), newuidmap(1)).
/// </summary>
/// <param name="User">The user's own number.</param>
/// <param name="Group">The user's own group.</param>
/// <param name="Users">The first lent number; null: none that can be used.</param>
/// <param name="Groups">The same of groups.</param>
/// <param name="Problem">Why none were lent; empty where some are.</param>
public sealed record UserNumbers(uint User, uint Group, uint? Users, uint? Groups, string Problem)
{
    /// <summary>What hosts need: 0 to 65535.</summary>
    public const uint Wanted = 65536;

    private const uint LowestLent = 100_000;

    /// <summary>Services and people in hosts have numbers of their own.</summary>
    public bool HasRange => Users is not null && Groups is not null;

    /// <summary>Those of whoever runs this.</summary>
    public static UserNumbers Own()
    {
        var (user, group) = (UserCalls.UserNumber(), UserCalls.GroupNumber());
        var name = Environment.UserName;
        if (ProgramPath("newuidmap") is null || ProgramPath("newgidmap") is null) return new UserNumbers(user, group, null, null, "newuidmap is not installed");
        var (users, groups) = (Lent(Lines("/etc/subuid"), name, user), Lent(Lines("/etc/subgid"), name, user));
        var problem = users is null ? $"/etc/subuid lends {name} no {Wanted} users" : groups is null ? $"/etc/subgid lends {name} no {Wanted} groups" : "";
        return new UserNumbers(user, group, users, groups, problem);
    }

    /// <summary>From where on the administrator has lent nothing to anybody, of users and groups alike; at least 100000 (login.defs(5), SUB_UID_MIN).</summary>
    public static uint FirstFree() => Lines("/etc/subuid").Concat(Lines("/etc/subgid"))
        .Select(line => line.Split(':') is [_, var first, var count] && uint.TryParse(first, CultureInfo.InvariantCulture, out var from) && uint.TryParse(count, CultureInfo.InvariantCulture, out var many) ? from + many : 0)
        .Append(LowestLent).Max();

    /// <summary>The first number of a range that is long enough: lines of <c>name:first:count</c>.</summary>
    internal static uint? Lent(IEnumerable<string> lines, string name, uint user)
    {
        foreach (var line in lines)
        {
            if (line.Split(':') is not [var who, var first, var count] || who != name && who != user.ToString(CultureInfo.InvariantCulture)) continue;
            if (uint.TryParse(first, CultureInfo.InvariantCulture, out var from) && uint.TryParse(count, CultureInfo.InvariantCulture, out var many) && many >= Wanted) return from;
        }
        return null;
    }

    /// <summary>PATH of a normal user may lack what the administrator uses.</summary>
    internal static string? ProgramPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Concat(["/usr/bin", "/bin", "/usr/sbin", "/sbin"]).Select(d => Path.Join(d, program)).FirstOrDefault(File.Exists);

    private static IEnumerable<string> Lines(string path) => File.Exists(path) ? File.ReadLines(path) : [];
}
