using System.Text.Json;
using System.Text.RegularExpressions;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Names, paths and documents as IAM takes them, and finding what is named. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html</summary>
internal static partial class IamChecks
{
    public static string Name(string parameter, string name, int most) =>
        name.Length >= 1 && name.Length <= most && NameForm().IsMatch(name)
            ? name
            : throw IamFaults.Validation($"The specified value for {parameter} is invalid. It has 1 to {most} characters of: alphanumeric, +=,.@_-");

    public static string Path(string? path) => path is null ? "/" : path.Length <= 512 && PathForm().IsMatch(path)
        ? path
        : throw IamFaults.Validation("The specified value for path is invalid. It must begin and end with / and contain only printable ASCII characters");

    /// <summary>A policy document: a JSON object, not longer than its quota.</summary>
    public static string Document(string text, string quota, int most)
    {
        if (text.Length > most) throw IamFaults.Limit(quota, most);
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("Statement", out _)) return text;
        }
        catch (JsonException)
        {
            // Falls through: text that is not JSON is as wrong as JSON that is no policy.
        }
        throw new Fault("MalformedPolicyDocument", "The policy document is not a JSON object with statements");
    }

    /// <summary>Documents are answered in the escapes of RFC 3986.</summary>
    public static string Escaped(string document) => Uri.EscapeDataString(document);

    public static IamRole Role(Scope scope, string name) =>
        scope.Find<IamRole>(new Id<IamRole>(name)) ?? throw IamFaults.NoSuch($"The role with name {name} cannot be found.");

    /// <summary>A role that its owner may change: not one that belongs to a service.</summary>
    public static IamRole OwnRole(Scope scope, string name) => Role(scope, name) is { IsServiceLinked: false } role
        ? role
        : throw new Fault("UnmodifiableEntity", $"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS");

    public static IamInstanceProfile Profile(Scope scope, string name) =>
        scope.Find<IamInstanceProfile>(new Id<IamInstanceProfile>(name)) ?? throw IamFaults.NoSuch($"Instance Profile {name} cannot be found.");

    /// <summary>A policy of the account or of AWS.</summary>
    public static IamPolicy Policy(Scope scope, string arn) =>
        scope.Find<IamPolicy>(new Id<IamPolicy>(arn)) ?? AwsPolicies.Find(arn) ?? throw IamFaults.NoSuch($"Policy {arn} was not found.");

    /// <summary>A policy of the account.</summary>
    public static IamPolicy OwnPolicy(Scope scope, string arn) => AwsPolicies.Find(arn) is null
        ? Policy(scope, arn)
        : throw new Fault("AccessDenied", $"{arn} is managed by AWS and cannot be changed", 403);

    public static int Version(IamPolicy policy, string id) =>
        policy.Versions.FirstOrDefault(v => $"v{v.Number}" == id)?.Number ?? throw IamFaults.NoSuch($"Policy {policy.Id} version {id} does not exist or is not attachable.");

    /// <summary>A unique id: AROA, ANPA or AIPA and 17 digits.</summary>
    public static string UniqueId(Draft draft, string prefix) => prefix + draft.Hex(17).ToUpperInvariant();

    [GeneratedRegex(@"^[A-Za-z0-9_+=,.@-]+$")]
    private static partial Regex NameForm();

    [GeneratedRegex(@"^(/|/[!-~]+/)$")]
    private static partial Regex PathForm();
}
