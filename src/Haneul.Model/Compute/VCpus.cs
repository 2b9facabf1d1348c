namespace Haneul.Model;

/// <summary>How many virtual processors the running instances use, of the quota that their types count against. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-on-demand-instances.html#ec2-on-demand-instances-limits</summary>
public sealed record VCpus(Quota Quota, int InUse)
{
    public static VCpus Of(Scope scope, InstanceTypeInfo type)
    {
        var quota = QuotaOf(type);
        var inUse = scope.All<Instance>()
            .Where(i => i.State is InstanceState.Pending or InstanceState.Running)
            .Select(i => InstanceTypes.Find(i.InstanceType))
            .Where(t => t is not null && QuotaOf(t) == quota)
            .Sum(t => t?.VCpus ?? 0);
        return new VCpus(quota, inUse);
    }

    private static Quota QuotaOf(InstanceTypeInfo type) =>
        type.Id.Value.StartsWith('g') ? Quotas.GraphicsVCpus : Quotas.StandardVCpus;
}
