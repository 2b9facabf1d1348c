using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>That an instance has a profile. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IamInstanceProfileAssociation.html</summary>
public sealed record InstanceProfileAssociationView(string AssociationId, Id<Instance> InstanceId, InstanceProfileView IamInstanceProfile, string State, DateTimeOffset? Timestamp)
{
    public static InstanceProfileAssociationView? Of(Scope scope, Instance i, string state = "associated") =>
        InstanceProfileView.Of(scope, i) is { } profile && i.InstanceProfileAssociationId is { } id ? new InstanceProfileAssociationView(id, i.Id, profile, state, i.InstanceProfileTime) : null;

    /// <summary>The instance with this association.</summary>
    public static Instance Holder(Scope scope, string associationId) =>
        scope.All<Instance>().FirstOrDefault(i => i.InstanceProfileAssociationId == associationId)
        ?? throw new Fault("NoSuchAssociation", $"An invalid association-id of '{associationId}' was given");
}

/// <summary>The answer of actions that change an association.</summary>
public sealed record InstanceProfileAssociationResult(InstanceProfileAssociationView? IamInstanceProfileAssociation)
{
    internal static InstanceProfileAssociationResult Join(Draft draft, Instance instance, IamInstanceProfileSpecification profile)
    {
        var joined = draft.Put(instance with
        {
            InstanceProfileArn = InstanceProfiles.ArnOf(draft, profile),
            InstanceProfileAssociationId = draft.NewId("iip-assoc"),
            InstanceProfileTime = draft.Now,
        });
        return new InstanceProfileAssociationResult(InstanceProfileAssociationView.Of(draft, joined, "associating"));
    }
}
