using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes how an instance's metadata service answers. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceMetadataOptions.html</summary>
public sealed record ModifyInstanceMetadataOptions : Command<ModifyInstanceMetadataOptions.Result>
{
    public required Id<Instance> InstanceId { get; init; }

    public string? HttpTokens { get; init; }

    public int? HttpPutResponseHopLimit { get; init; }

    public string? HttpEndpoint { get; init; }

    public string? HttpProtocolIpv6 { get; init; }

    public string? InstanceMetadataTags { get; init; }

    public sealed record Result(Id<Instance> InstanceId, MetadataOptionsView InstanceMetadataOptions);

    public override Result Apply(Draft draft)
    {
        var instance = draft.Get(InstanceId);
        InstanceStates.RequireAlive(instance);
        var asked = new MetadataOptionsRequest
        {
            HttpTokens = HttpTokens, HttpPutResponseHopLimit = HttpPutResponseHopLimit, HttpEndpoint = HttpEndpoint, HttpProtocolIpv6 = HttpProtocolIpv6, InstanceMetadataTags = InstanceMetadataTags,
        };
        var changed = draft.Put(instance with { Metadata = asked.Over(instance.Metadata) });
        return new Result(InstanceId, MetadataOptionsView.Of(changed.Metadata));
    }
}
