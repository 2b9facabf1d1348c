using System.Globalization;
using System.Text;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Names of streams, and finding streams, groups and pages by what a call says.</summary>
internal static class LogStreams
{
    private const int LongestName = 512;

    public static string Check(string name) => name.Length is > 0 and <= LongestName && !name.AsSpan().ContainsAny(':', '*')
        ? name
        : throw LogGroupNames.Invalid("A log stream's name has 1 to 512 characters, without : and *");

    public static IEnumerable<LogStream> Of(Scope scope, LogGroup group) => scope.All<LogStream>().Where(s => s.Group == group.Id.Value);

    public static LogStream Get(Scope scope, LogGroup group, string name) =>
        scope.Find<LogStream>(LogStream.IdOf(group.Id.Value, name)) ?? throw new Fault("ResourceNotFoundException", "The specified log stream does not exist.");

    /// <summary>The group by its name, or by what identifies it: name or ARN.</summary>
    public static LogGroup Group(Scope scope, string? name, string? identifier) => (name, identifier) switch
    {
        (not null, null) => LogGroupNames.Get(scope, name),
        (null, not null) => identifier.StartsWith("arn:", StringComparison.Ordinal) ? LogGroupNames.GetByArn(scope, identifier) : LogGroupNames.Get(scope, identifier),
        _ => throw LogGroupNames.Invalid("Give either logGroupName or logGroupIdentifier"),
    };

    public static string ArnOf(Scope scope, LogGroup group, LogStream stream) => $"{LogGroupNames.ArnOf(scope, group)}:log-stream:{stream.Name}";

    /// <summary>A place in the order of events, as a token: a letter for the way, time and number.</summary>
    public static string Token(char way, (long AtMs, long Number) at) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{way}/{at.AtMs}/{at.Number}")));

    public static (char Way, (long AtMs, long Number) At) Read(string token)
    {
        var bytes = new byte[token.Length];
        if (Convert.TryFromBase64String(token, bytes, out var length)
            && Encoding.UTF8.GetString(bytes.AsSpan(0, length)).Split('/') is [[var way], var at, var number]
            && long.TryParse(at, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var atMs) && long.TryParse(number, CultureInfo.InvariantCulture, out var n))
        {
            return (way, (atMs, n));
        }
        throw LogGroupNames.Invalid("The specified nextToken is invalid.");
    }
}
