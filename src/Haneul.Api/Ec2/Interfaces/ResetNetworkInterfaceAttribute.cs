using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Turns the source/destination check on again. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ResetNetworkInterfaceAttribute.html</summary>
public sealed record ResetNetworkInterfaceAttribute : Command<Done>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    /// <summary>Any value: it is the only attribute that can be reset.</summary>
    public string? SourceDestCheck { get; init; }

    public override Done Apply(Draft draft)
    {
        var nic = draft.Get(NetworkInterfaceId);
        if (SourceDestCheck is null) throw Fault.Missing("SourceDestCheck");
        draft.Put(nic with { SourceDestCheck = true });
        return Done.Value;
    }
}
