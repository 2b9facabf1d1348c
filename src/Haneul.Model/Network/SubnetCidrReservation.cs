namespace Haneul.Model;

/// <summary>A part of a subnet that is kept from automatic assignment. https://docs.aws.amazon.com/vpc/latest/userguide/subnet-cidr-reservation.html</summary>
public sealed record SubnetCidrReservation : IResource<SubnetCidrReservation>, IMarked
{
    public static Kind Kind { get; } = new(
        "subnet-cidr-reservation", "scr", "subnet-cidr-reservation",
        "InvalidSubnetCidrReservationID.NotFound", "InvalidSubnetCidrReservationId.Malformed", "subnet CIDR reservation ID");

    public required Id<SubnetCidrReservation> Id { get; init; }

    public required Id<Subnet> SubnetId { get; init; }

    public required Cidr Block { get; init; }

    /// <summary>prefix or explicit.</summary>
    public required string Type { get; init; }

    public string? Description { get; init; }

    IEnumerable<string> IMarked.Marks => [SubnetId.Value];
}
