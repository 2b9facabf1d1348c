using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Takes secondary addresses from an interface. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_UnassignPrivateIpAddresses.html</summary>
public sealed record UnassignPrivateIpAddresses : Command<Done>
{
    public required Id<NetworkInterface> NetworkInterfaceId { get; init; }

    public IReadOnlyList<Ip> PrivateIpAddresses { get; init; } = [];

    public override Done Apply(Draft draft)
    {
        draft.Get(NetworkInterfaceId);
        if (PrivateIpAddresses.Count == 0) throw Fault.Missing("PrivateIpAddress");
        foreach (var ip in PrivateIpAddresses.Distinct())
        {
            var nic = draft.Get(NetworkInterfaceId);
            if (!nic.PrivateIps.Contains(ip)) throw new Fault("InvalidParameterValue", $"Some of the specified addresses are not assigned to interface {nic.Id}: {ip}");
            if (nic.PrivateIps[0] == ip) throw new Fault("InvalidParameterValue", $"{ip} is the primary address of {nic.Id} and stays as long as it");
            Interfaces.TakePrivateIp(draft, nic, ip);
        }
        return Done.Value;
    }
}
