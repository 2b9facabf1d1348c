using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>IAM's faults, with its statuses. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html and each action's page.</summary>
internal static class IamFaults
{
    public static Fault NoSuch(string message) => new("NoSuchEntity", message, 404);

    public static Fault Exists(string message) => new("EntityAlreadyExists", message, 409);

    public static Fault Conflict(string message) => new("DeleteConflict", message, 409);

    public static Fault Limit(string quota, int value) => new("LimitExceeded", $"Cannot exceed quota for {quota}: {value}", 409);

    public static Fault Validation(string message) => new("ValidationError", message);
}
