using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Ends a reservation. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSubnetCidrReservation.html</summary>
public sealed record DeleteSubnetCidrReservation : Command<DeleteSubnetCidrReservation.Result>
{
    public required Id<SubnetCidrReservation> SubnetCidrReservationId { get; init; }

    public sealed record Result(SubnetCidrReservationView DeletedSubnetCidrReservation);

    public override Result Apply(Draft draft)
    {
        var answer = new Result(SubnetCidrReservationView.Of(draft, draft.Get(SubnetCidrReservationId)));
        draft.Remove(SubnetCidrReservationId);
        return answer;
    }
}
