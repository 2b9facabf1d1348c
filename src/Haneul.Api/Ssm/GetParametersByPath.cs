using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ssm;

/// <summary>Lists public parameters below a path. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html</summary>
public sealed record GetParametersByPath : Query<GetParametersByPath.Result>
{
    public required string Path { get; init; }

    public bool Recursive { get; init; }

    [NoEffect("no parameter is encrypted")]
    public bool WithDecryption { get; init; }

    public int MaxResults { get; init; } = 10;

    public string? NextToken { get; init; }

    public sealed record Result(IReadOnlyList<ParameterView> Parameters, string? NextToken);

    public override Result Answer(Scope scope)
    {
        if (!Path.StartsWith('/')) throw new Fault("ValidationException", "A path begins with /");
        if (MaxResults is < 1 or > 10) throw new Fault("ValidationException", "MaxResults must be 1 to 10");
        var folder = Path.EndsWith('/') ? Path : Path + "/";
        var below = ParameterView.All(scope)
            .Where(p => p.Name.StartsWith(folder, StringComparison.Ordinal) && (Recursive || !p.Name[folder.Length..].Contains('/')))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .Where(p => string.CompareOrdinal(p.Name, NextToken ?? "") > 0)
            .Take(MaxResults + 1)
            .ToList();
        if (below.Count <= MaxResults) return new Result(below, null);
        below.RemoveAt(MaxResults);
        return new Result(below, below[^1].Name);
    }
}
