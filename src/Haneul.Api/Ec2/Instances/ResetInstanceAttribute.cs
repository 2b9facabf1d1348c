using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Sets an attribute back: of those that can be, only the source/destination check is emulated. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetInstanceAttribute.html</summary>
public sealed record ResetInstanceAttribute : Command<Done>
{
    public required Id<Instance> InstanceId { get; init; }

    public required string Attribute { get; init; }

    public override Done Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        switch (Attribute)
        {
            case "sourceDestCheck":
                foreach (var nic in InstanceFilters.InterfacesOf(draft, instance).Take(1).ToList()) draft.Put(nic with { SourceDestCheck = true });
                return Done.Value;
            case "kernel" or "ramdisk":
                InstanceStates.RequireStopped(instance, Attribute);
                return Done.Value;
            default:
                throw Fault.Invalid("attribute", Attribute, "It must be kernel, ramdisk or sourceDestCheck");
        }
    }
}
