using System.Globalization;
using System.Text.RegularExpressions;

namespace Haneul.Sockets;

/// <summary>
/// A line of <c>strace -f -ttt -yy -Y --decode-pids=comm,pidns -o</c> (strace(1)): a task by the machine's number, its program's name, the time, and what it says. Angle brackets in names and paths come escaped.
/// </summary>
internal sealed partial record StraceLine(int Task, string Name, DateTimeOffset Time, string Said)
{
    /// <summary>Null where it is no line of a task.</summary>
    public static StraceLine? Read(string line)
    {
        if (Line().Match(line) is not { Success: true } found || !int.TryParse(found.Groups["task"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var task)) return null;
        var time = DateTimeOffset.UnixEpoch.AddSeconds(long.Parse(found.Groups["seconds"].ValueSpan, CultureInfo.InvariantCulture)).AddMicroseconds(int.Parse(found.Groups["micro"].ValueSpan, CultureInfo.InvariantCulture));
        return new StraceLine(task, found.Groups["name"].Value, time, found.Groups["said"].Value);
    }

    [GeneratedRegex(@"^(?<task>\d{1,10})<(?<name>[^<>]*)> +(?<seconds>\d{1,11})\.(?<micro>\d{6}) (?<said>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}

/// <summary>A system call that has ended, in strace's words.</summary>
/// <param name="Arguments">Between the brackets.</param>
/// <param name="Result">After the equals sign: <c>0</c>, <c>-1 ECONNREFUSED (Connection refused)</c>, <c>4&lt;TCP:[…]&gt;</c>.</param>
internal sealed partial record StraceCall(string Call, string Arguments, string Result)
{
    /// <summary>Null where it is none: an unfinished one, a signal, an end.</summary>
    public static StraceCall? Read(string said) =>
        Whole().Match(said) is { Success: true } found ? new StraceCall(found.Groups["call"].Value, found.Groups["arguments"].Value, found.Groups["result"].Value) : null;

    /// <summary>The error's name, and in strace's words what it is; null where it went well.</summary>
    public (string Name, string Words)? Error =>
        Failure().Match(Result) is { Success: true } found ? (found.Groups["name"].Value, found.Groups["words"].Value) : null;

    /// <summary>It did not come to an end that its program sees: interrupted and begun again, or its process ended in it.</summary>
    public bool IsOpen => Result.StartsWith('?');

    [GeneratedRegex(@"^(?<call>[a-z0-9_]+)\((?<arguments>.*)\) += (?<result>.*)$", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"^-1 (?<name>E[A-Z0-9]+) \((?<words>[^)]*)\)", RegexOptions.CultureInvariant)]
    private static partial Regex Failure();
}
