using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Replaces the certificates of a trust store. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_ModifyTrustStore.html</summary>
public sealed record ModifyTrustStore : Command<TrustStoresResult>, IPrepared
{
    public required string TrustStoreArn { get; init; }

    public required string CaCertificatesBundleS3Bucket { get; init; }

    public required string CaCertificatesBundleS3Key { get; init; }

    internal AuthorityBundle? Bundle { get; init; }

    public Call Prepared(IObservations seen) => this with { Bundle = AuthorityBundle.Read(seen, CaCertificatesBundleS3Bucket, CaCertificatesBundleS3Key) };

    public override TrustStoresResult Apply(Draft draft)
    {
        var bundle = Bundle ?? throw new InvalidOperationException("The bundle is read before the step");
        var store = draft.TrustStore(TrustStoreArn);
        draft.Admit(BalancerQuotas.AuthoritiesPerTrustStore, bundle.Count, more: 0);
        var changed = draft.Put(store with { Bucket = CaCertificatesBundleS3Bucket, ObjectKey = CaCertificatesBundleS3Key, Authorities = bundle.Text, Count = bundle.Count });
        return new TrustStoresResult([TrustStoreView.Of(draft, changed)]);
    }
}
