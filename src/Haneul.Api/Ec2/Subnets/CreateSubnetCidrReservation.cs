using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Keeps a part of a subnet from automatic assignment. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSubnetCidrReservation.html</summary>
public sealed record CreateSubnetCidrReservation : Command<CreateSubnetCidrReservation.Result>
{
    public required Id<Subnet> SubnetId { get; init; }

    public required Cidr Cidr { get; init; }

    public required string ReservationType { get; init; }

    public string? Description { get; init; }

    public IReadOnlyList<TagSpecification> TagSpecifications { get; init; } = [];

    public sealed record Result(SubnetCidrReservationView SubnetCidrReservation);

    public override Result Apply(Draft draft)
    {
        var subnet = draft.Get(SubnetId);
        if (ReservationType is not ("prefix" or "explicit")) throw Fault.Invalid("reservationType", ReservationType, "It must be prefix or explicit");
        if (!subnet.Cidrs.Any(c => c.Contains(Cidr))) throw Fault.Invalid("cidr", Cidr.ToString(), $"It must lie within the subnet: {string.Join(", ", subnet.Cidrs)}");
        if (draft.All<SubnetCidrReservation>().Marked(SubnetId.Value).FirstOrDefault(r => r.Block.Overlaps(Cidr)) is { } other)
        {
            throw Fault.Invalid("cidr", Cidr.ToString(), $"It overlaps the reservation {other.Id} ({other.Block})");
        }
        var made = draft.Put(new SubnetCidrReservation
        {
            Id = draft.NewId<SubnetCidrReservation>(), SubnetId = SubnetId, Block = Cidr, Type = ReservationType, Description = Description,
        });
        draft.TagNew(made.Id, TagSpecifications);
        return new Result(SubnetCidrReservationView.Of(draft, made));
    }
}
