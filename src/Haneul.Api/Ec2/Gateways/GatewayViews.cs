using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>An internet gateway as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGateway.html</summary>
public sealed record InternetGatewayView(Id<InternetGateway> InternetGatewayId, string OwnerId, IReadOnlyList<GatewayAttachmentView> Attachments, IReadOnlyList<Tag> Tags)
{
    public static InternetGatewayView Of(Scope scope, InternetGateway gateway) =>
        new(gateway.Id, scope.Account, gateway.VpcId is { } vpc ? [new GatewayAttachmentView("available", vpc)] : [], scope.TagsFor(gateway.Id.Value));
}

/// <summary>An egress-only internet gateway as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EgressOnlyInternetGateway.html</summary>
public sealed record EgressOnlyInternetGatewayView(
    Id<EgressOnlyInternetGateway> EgressOnlyInternetGatewayId, IReadOnlyList<GatewayAttachmentView> Attachments, IReadOnlyList<Tag> Tags)
{
    public static EgressOnlyInternetGatewayView Of(Scope scope, EgressOnlyInternetGateway gateway) =>
        new(gateway.Id, [new GatewayAttachmentView("attached", gateway.VpcId)], scope.TagsFor(gateway.Id.Value));
}

/// <summary>The VPC that a gateway is attached to; AWS's word is <c>available</c> for internet gateways, <c>attached</c> for egress-only ones.</summary>
public sealed record GatewayAttachmentView(string State, Id<Vpc> VpcId);
