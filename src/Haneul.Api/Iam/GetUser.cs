using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Reads a user: Haneul has none but the account itself. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetUser.html</summary>
public sealed record GetUser : Query<GetUser.Result>
{
    public string? UserName { get; init; }

    public sealed record Result(UserView User);

    public override Result Answer(Scope scope) => string.IsNullOrEmpty(UserName)
        ? new Result(new UserView("/", "root", scope.Account, $"arn:aws:iam::{scope.Account}:root", DateTimeOffset.UnixEpoch))
        : throw IamFaults.NoSuch($"The user with name {UserName} cannot be found.");
}
