using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Adds certificates that are chosen by the name that clients ask for. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_AddListenerCertificates.html</summary>
public sealed record AddListenerCertificates : Command<AddListenerCertificates.Result>
{
    public required string ListenerArn { get; init; }

    public required IReadOnlyList<CertificateMember> Certificates { get; init; }

    public sealed record Result(IReadOnlyList<CertificateMember> Certificates);

    public override Result Apply(Draft draft)
    {
        var arns = CertificateMember.Read(Certificates);
        Model.Listeners.AddCertificates(draft, draft.Listener(ListenerArn), arns);
        return new Result([.. arns.Select(a => new CertificateMember { CertificateArn = a, IsDefault = false })]);
    }
}
