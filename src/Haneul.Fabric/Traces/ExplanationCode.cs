namespace Haneul.Fabric;

/// <summary>
/// The codes by which AWS says what stops a packet, as far as Haneul gives them.
/// Source: https://docs.aws.amazon.com/vpc/latest/reachability/explanation-codes.html
/// </summary>
public static class ExplanationCode
{
    public const string NoRouteToDestination = "NO_ROUTE_TO_DESTINATION";
    public const string CannotRoute = "CANNOT_ROUTE";
    public const string BadState = "BAD_STATE";
    public const string BadStateAttachment = "BAD_STATE_ATTACHMENT";
    public const string BadStateRoute = "BAD_STATE_ROUTE";
    public const string HigherPriorityRoute = "HIGHER_PRIORITY_ROUTE";
    public const string MoreSpecificRoute = "MORE_SPECIFIC_ROUTE";
    public const string GroupRulesMismatch = "ENI_SG_RULES_MISMATCH";
    public const string GroupHasNoRules = "SG_HAS_NO_RULES";
    public const string AclRestriction = "SUBNET_ACL_RESTRICTION";
    public const string SourceDestCheck = "ENI_SOURCE_DEST_CHECK_RESTRICTION";
    public const string InterfaceAddress = "ENI_ADDRESS_RESTRICTION";
    public const string NoPublicAddressForEgress = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS";
    public const string NoPublicAddressForIngress = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS";
    public const string GatewayDestinationInVpc = "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS";
    public const string IngressTableNoPublicAddress = "INGRESS_RTB_NO_PUBLIC_IP";
    public const string NatRequiresSourceInVpc = "NGW_REQUIRES_SOURCE_IN_VPC";
    public const string ProtocolRestriction = "PROTOCOL_RESTRICTION";
    public const string PeeringRequiresVpcAddress = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR";
    public const string LocalRouteCidr = "VPC_LOCAL_ROUTE_CIDR_RESTRICTION";
    public const string UnknownPeeredGroups = "UNKNOWN_PEERED_SGS";
    public const string DisconnectedVpcs = "DISCONNECTED_VPCS";
    public const string ListenersMismatch = "ELBV2_LISTENERS_MISMATCH";
    public const string ListenerHasNoTargets = "ELBV2_LISTENER_HAS_NO_TG";
    public const string NoTargetsInZone = "ELBV2_NO_TARGETS_IN_AZ";
    public const string SourcePreserved = "ELBV2_SOURCE_ADDRESS_PRESERVATION";
    public const string NoPath = "NO_PATH";

    /// <summary>An end that was asked for does not exist.</summary>
    public const string NoSourceOrDestination = "NO_SOURCE_OR_DESTINATION";

    /// <summary>An end that no packet can start or stop at here.</summary>
    public const string UnsupportedComponent = "UNSUPPORTED_COMPONENT";
}
