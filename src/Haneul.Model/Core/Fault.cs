namespace Haneul.Model;

/// <summary>
/// What a client did wrong, with AWS's code for it. Thrown where it is found, answered by the dispatcher in the words of the protocol; a step that throws one changes nothing.
/// </summary>
public sealed class Fault(string code, string message, int status = 400) : Exception(message)
{
    /// <summary>AWS's error code (<c>InvalidVpcID.NotFound</c>); clients match on it.</summary>
    public string Code { get; } = code;

    /// <summary>The HTTP status: 4xx always, for clients retry 5xx.</summary>
    public int Status { get; } = status;

    public static Fault NotFound<T>(string id) where T : IResource<T> => new(T.Kind.NotFound, $"The {T.Kind.Noun} '{id}' does not exist");

    public static Fault Malformed<T>(string id) where T : IResource<T> =>
        new(T.Kind.Malformed, $"Invalid id: \"{id}\" (expecting \"{T.Kind.Prefix}-...\")");

    public static Fault Missing(string parameter) => new("MissingParameter", $"The request must contain the parameter {parameter}");

    public static Fault Invalid(string parameter, string? value, string wanted) =>
        new("InvalidParameterValue", $"Value ({value}) for parameter {parameter} is invalid. {wanted}");

    public static Fault Combination(string message) => new("InvalidParameterCombination", message);

    public static Fault Dependency(string message) => new("DependencyViolation", message);

    public static Fault State(string message) => new("IncorrectState", message);

    public static Fault Unsupported(string message) => new("UnsupportedOperation", message);

    public static Fault TagLimit(string key) =>
        new("TagLimitExceeded", $"The maximum number of tags per resource is {TagSet.MostPerResource}: {key}");

    public static Fault QuotaExceeded(Quota quota, int value) =>
        new(quota.Fault, $"The maximum number of {quota.Noun} has been reached: {value}. Raise quota {quota.Code} ({quota.Service}) to go on.");
}
