using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ssm;

/// <summary>Reads up to ten public parameters. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParameters.html</summary>
public sealed record GetParameters : Query<GetParameters.Result>
{
    public required IReadOnlyList<string> Names { get; init; }

    [NoEffect("no parameter is encrypted")]
    public bool WithDecryption { get; init; }

    public sealed record Result(IReadOnlyList<ParameterView> Parameters, IReadOnlyList<string> InvalidParameters);

    public override Result Answer(Scope scope)
    {
        if (Names.Count is 0 or > 10) throw new Fault("ValidationException", "Names must hold 1 to 10 names");
        var found = Names.Select(name => (Name: name, Parameter: ParameterView.Find(scope, name))).ToList();
        return new Result([.. found.Select(f => f.Parameter).OfType<ParameterView>()], [.. found.Where(f => f.Parameter is null).Select(f => f.Name)]);
    }
}
