using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.Ec2;

/// <summary>Changes the credit mode of burstable instances, each on its own. https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifyInstanceCreditSpecification.html</summary>
public sealed record ModifyInstanceCreditSpecification : Command<ModifyInstanceCreditSpecification.Result>, ITokened
{
    public required IReadOnlyList<InstanceCreditRequest> InstanceCreditSpecifications { get; init; }

    public string? ClientToken { get; init; }

    public sealed record Result(IReadOnlyList<ChangedCredit> SuccessfulInstanceCreditSpecifications, IReadOnlyList<UnchangedCredit> UnsuccessfulInstanceCreditSpecifications);

    public override Result Apply(Draft draft)
    {
        var changed = new List<ChangedCredit>();
        var unchanged = new List<UnchangedCredit>();
        foreach (var asked in InstanceCreditSpecifications)
        {
            if (asked.CpuCredits is not ("standard" or "unlimited")) throw Fault.Invalid("CpuCredits", asked.CpuCredits, "It must be standard or unlimited");
            if (draft.Find<Instance>(asked.InstanceId) is not { } instance)
            {
                unchanged.Add(new UnchangedCredit(asked.InstanceId, new CreditError("InvalidInstanceID.NotFound", "The instance ID does not exist")));
            }
            else if (instance.CpuCredits is null)
            {
                unchanged.Add(new UnchangedCredit(asked.InstanceId, new CreditError("InstanceCreditSpecification.NotSupported", "The instance is not burstable")));
            }
            else
            {
                draft.Put(instance with { CpuCredits = asked.CpuCredits });
                changed.Add(new ChangedCredit(asked.InstanceId));
            }
        }
        return new Result(changed, unchanged);
    }
}

/// <summary>The credit mode that an instance is to have.</summary>
public sealed record InstanceCreditRequest
{
    public required Id<Instance> InstanceId { get; init; }

    public string? CpuCredits { get; init; }
}

/// <summary>An instance whose mode was changed.</summary>
public sealed record ChangedCredit(Id<Instance> InstanceId);

/// <summary>An instance whose mode was not, and why.</summary>
public sealed record UnchangedCredit(Id<Instance> InstanceId, CreditError Error);

/// <summary>A code and a sentence.</summary>
public sealed record CreditError(string Code, string Message);
