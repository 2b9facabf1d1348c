using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Sts;

/// <summary>Says whose credentials signed the call. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html</summary>
public sealed record GetCallerIdentity : Query<GetCallerIdentity.Result>
{
    public sealed record Result(string UserId, string Account, string Arn);

    public override Result Answer(Scope scope) => new(scope.Account, scope.Account, $"arn:aws:iam::{scope.Account}:root");
}
