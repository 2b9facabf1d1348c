using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>A reservation as EC2 answers it. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrReservation.html</summary>
public sealed record SubnetCidrReservationView(
    Id<SubnetCidrReservation> SubnetCidrReservationId, Id<Subnet> SubnetId, Cidr Cidr, string ReservationType, string OwnerId, string? Description, IReadOnlyList<Tag> Tags)
{
    public static SubnetCidrReservationView Of(Scope scope, SubnetCidrReservation r) =>
        new(r.Id, r.SubnetId, r.Block, r.Type, scope.Account, r.Description, scope.TagsFor(r.Id.Value));
}
