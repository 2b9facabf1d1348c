using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A customer gateway as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CustomerGateway.html</summary>
public sealed record CustomerGatewayView
{
    public string? CertificateArn { get; init; }

    public string? DeviceName { get; init; }

    public required IReadOnlyList<Tag> Tags { get; init; }

    /// <summary>Numbers above 2,147,483,647.</summary>
    public string? BgpAsnExtended { get; init; }

    public required Id<CustomerGateway> CustomerGatewayId { get; init; }

    public required string State { get; init; }

    public required string Type { get; init; }

    public Ip? IpAddress { get; init; }

    public string? BgpAsn { get; init; }

    public static CustomerGatewayView Of(Scope scope, CustomerGateway gateway) => new()
    {
        CertificateArn = gateway.CertificateArn,
        DeviceName = gateway.DeviceName,
        Tags = scope.TagsFor(gateway.Id.Value),
        BgpAsnExtended = gateway.BgpAsn > int.MaxValue ? $"{gateway.BgpAsn}" : null,
        CustomerGatewayId = gateway.Id,
        State = gateway.State,
        Type = VpnTypes.Ipsec,
        IpAddress = gateway.Address,
        BgpAsn = gateway.BgpAsn > int.MaxValue ? null : $"{gateway.BgpAsn}",
    };
}
