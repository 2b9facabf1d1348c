using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Haneul.Model;

namespace Haneul.Api.Logs;

/// <summary>Names, ARNs and tags of log groups, and finding what is named.</summary>
internal static partial class LogGroupNames
{
    public static string Check(string name) => Form().IsMatch(name)
        ? name
        : throw Invalid("A log group's name has 1 to 512 characters of: a-z, A-Z, 0-9, _, -, /, ., #");

    public static LogGroup Get(Scope scope, string name) => scope.Find<LogGroup>(new Id<LogGroup>(name)) ?? throw NotFound();

    /// <summary>arn:aws:logs:region:account:log-group:name, with :* at the end or without.</summary>
    public static LogGroup GetByArn(Scope scope, string arn)
    {
        var start = StartOf(scope);
        if (!arn.StartsWith("arn:aws:logs:", StringComparison.Ordinal)) throw Invalid($"{arn} is no ARN of CloudWatch Logs");
        if (!arn.StartsWith(start, StringComparison.Ordinal)) throw NotFound();
        var name = arn[start.Length..];
        return Get(scope, name.EndsWith(":*", StringComparison.Ordinal) ? name[..^2] : name);
    }

    public static string ArnOf(Scope scope, LogGroup group) => StartOf(scope) + group.Id;

    public static Fault Invalid(string message) => new("InvalidParameterException", message);

    public static ImmutableSortedDictionary<string, string> Add(ImmutableSortedDictionary<string, string> tags, IReadOnlyDictionary<string, string> added)
    {
        foreach (var (key, value) in added)
        {
            if (key.Length is 0 or > 128 || value.Length > 256) throw Invalid("A tag's key has 1 to 128 characters, its value 256 at most");
        }
        var all = tags.SetItems(added);
        return all.Count <= TagSet.MostPerResource ? all : throw new Fault("TooManyTagsException", $"A log group has {TagSet.MostPerResource} tags at most");
    }

    /// <summary>As a map that can be answered: an empty one where there are none.</summary>
    public static IReadOnlyDictionary<string, string> Of(LogGroup group) => new Dictionary<string, string>(group.Tags, StringComparer.Ordinal);

    private static string StartOf(Scope scope) => $"arn:aws:logs:{scope.Region}:{scope.Account}:log-group:";

    private static Fault NotFound() => new("ResourceNotFoundException", "The specified log group does not exist.");

    [GeneratedRegex(@"^[._/#A-Za-z0-9-]{1,512}$")]
    private static partial Regex Form();
}
