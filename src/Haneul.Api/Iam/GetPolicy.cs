using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Iam;

/// <summary>Reads a managed policy. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetPolicy.html</summary>
public sealed record GetPolicy : Query<GetPolicy.Result>
{
    public required string PolicyArn { get; init; }

    public sealed record Result(PolicyView Policy);

    public override Result Answer(Scope scope) => new(PolicyView.Of(scope, IamChecks.Policy(scope, PolicyArn)));
}
