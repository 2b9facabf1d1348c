using System.Text;
using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>What an instance wrote to its console, where a host runs. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_GetConsoleOutput.html</summary>
public sealed record GetConsoleOutput : Query<GetConsoleOutput.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    [NoEffect("the output is always the latest")]
    public bool Latest { get; init; }

    public sealed record Result(Id<Instance> InstanceId, DateTimeOffset Timestamp, string Output);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        var instance = scope.Get(InstanceId);
        var text = seen.ConsoleOutputOf(InstanceId) ?? "";
        return new Result(InstanceId, instance.LaunchTime, Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));
    }
}
