using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ssm;

/// <summary>A parameter as Systems Manager answers it. Haneul holds AWS's public parameters that name images. https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_Parameter.html</summary>
public sealed record ParameterView
{
    public required string Name { get; init; }

    public string Type { get; } = "String";

    public required string Value { get; init; }

    public long Version { get; } = 1;

    public required DateTimeOffset LastModifiedDate { get; init; }

    [Wire("ARN")]
    public required string Arn { get; init; }

    public string DataType { get; init; } = "text";

    public static IEnumerable<ParameterView> All(Scope scope) => ImageParameters.Of(scope.Region).Select(p => new ParameterView
    {
        Name = p.Key,
        Value = p.Value.Id.Value,
        LastModifiedDate = p.Value.CreationDate,
        Arn = $"arn:aws:ssm:{scope.Region}::parameter{p.Key}",
        DataType = "aws:ec2:image",
    });

    /// <summary>The parameter of this name, which may carry a version (<c>:1</c>).</summary>
    public static ParameterView? Find(Scope scope, string name)
    {
        var bare = name.EndsWith(":1", StringComparison.Ordinal) ? name[..^2] : name;
        return All(scope).FirstOrDefault(p => p.Name == bare || p.Arn == bare);
    }
}
