using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The password of a Windows instance, which Haneul does not make: empty, as on AWS before there is one. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetPasswordData.html</summary>
public sealed record GetPasswordData : Query<GetPasswordData.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public sealed record Result(Id<Instance> InstanceId, DateTimeOffset Timestamp, string PasswordData);

    public override Result Answer(Scope scope) => new(InstanceId, scope.Get(InstanceId).LaunchTime, "");
}
