using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>The credit mode of burstable instances: of those named, or of all that are unlimited. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstanceCreditSpecifications.html</summary>
public sealed record DescribeInstanceCreditSpecifications : DescribeQuery<DescribeInstanceCreditSpecifications.Result>
{
    public IReadOnlyList<Id<Instance>> InstanceIds { get; init; } = [];

    public sealed record Result(IReadOnlyList<InstanceCreditView> InstanceCreditSpecifications, string? NextToken);

    private static readonly Dictionary<string, Reads<Instance>> Known = new(StringComparer.Ordinal) { ["instance-id"] = (_, i) => [i.Id.Value] };

    public override Result Answer(Scope scope)
    {
        var page = new Selection<Instance>(scope, scope.All<Instance>()).Named(InstanceIds).Where(Filters, Known).Paged(MaxResults, NextToken);
        foreach (var instance in page.Rows.Where(i => InstanceIds.Count > 0 && i.CpuCredits is null))
        {
            throw new Fault("InvalidInstanceID.NotSupported", $"The instance '{instance.Id}' is not burstable");
        }
        var shown = page.Rows.Where(i => i.CpuCredits is not null && (InstanceIds.Count > 0 || i.CpuCredits == "unlimited"));
        return new Result([.. shown.Select(i => new InstanceCreditView(i.Id, i.CpuCredits ?? ""))], page.NextToken);
    }
}

/// <summary>An instance's credit mode: standard or unlimited.</summary>
public sealed record InstanceCreditView(Id<Instance> InstanceId, string CpuCredits);
