using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ssm;

/// <summary>Reads a public parameter. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameter.html</summary>
public sealed record GetParameter : Query<GetParameter.Result>
{
    public required string Name { get; init; }

    [NoEffect("no parameter is encrypted")]
    public bool WithDecryption { get; init; }

    public sealed record Result(ParameterView Parameter);

    public override Result Answer(Scope scope) => new(
        ParameterView.Find(scope, Name)
        ?? throw new Fault("ParameterNotFound", $"Parameter {Name} not found. Haneul has AWS's public image parameters, such as {ImageParameters.Example}"));
}
