using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes which names an instance has inside its VPC. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyPrivateDnsNameOptions.html</summary>
public sealed record ModifyPrivateDnsNameOptions : Command<Done>
{
    public required Id<Instance> InstanceId { get; init; }

    public string? PrivateDnsHostnameType { get; init; }

    public bool? EnableResourceNameDnsARecord { get; init; }

    [Wire("EnableResourceNameDnsAAAARecord")]
    public bool? EnableResourceNameDnsAaaaRecord { get; init; }

    public override Done Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        if (PrivateDnsHostnameType is not null && PrivateDnsHostnameType != instance.HostnameType) InstanceStates.RequireStopped(instance, "hostname type");
        draft.Put(instance with
        {
            HostnameType = LaunchReading.OneOf("PrivateDnsHostnameType", PrivateDnsHostnameType, "ip-name", "resource-name") ?? instance.HostnameType,
            ResourceNameDnsARecord = EnableResourceNameDnsARecord ?? instance.ResourceNameDnsARecord,
            ResourceNameDnsAaaaRecord = EnableResourceNameDnsAaaaRecord ?? instance.ResourceNameDnsAaaaRecord,
        });
        return Done.Value;
    }
}
