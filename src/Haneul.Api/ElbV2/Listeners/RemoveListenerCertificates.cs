using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Takes certificates from a listener; not its default one. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_RemoveListenerCertificates.html</summary>
public sealed record RemoveListenerCertificates : Command<Nothing>
{
    public required string ListenerArn { get; init; }

    public required IReadOnlyList<CertificateMember> Certificates { get; init; }

    public override Nothing Apply(Draft draft)
    {
        Model.Listeners.RemoveCertificates(draft, draft.Listener(ListenerArn), CertificateMember.Read(Certificates));
        return Nothing.Value;
    }
}
