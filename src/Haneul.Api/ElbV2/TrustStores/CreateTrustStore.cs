using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Makes a trust store of the certificates in a bucket. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTrustStore.html</summary>
public sealed record CreateTrustStore : Command<TrustStoresResult>, IPrepared
{
    public required string Name { get; init; }

    public required string CaCertificatesBundleS3Bucket { get; init; }

    public required string CaCertificatesBundleS3Key { get; init; }

    public IReadOnlyList<ElbTag> Tags { get; init; } = [];

    internal AuthorityBundle? Bundle { get; init; }

    public Call Prepared(IObservations seen) => this with { Bundle = AuthorityBundle.Read(seen, CaCertificatesBundleS3Bucket, CaCertificatesBundleS3Key) };

    public override TrustStoresResult Apply(Draft draft)
    {
        var bundle = Bundle ?? throw new InvalidOperationException("The bundle is read before the step");
        Model.Balancers.CheckName(Name, "Trust store");
        if (draft.All<TrustStore>().Marked(Name).Any()) throw new Fault("DuplicateTrustStoreName", $"A trust store with the name '{Name}' exists");
        draft.Admit(BalancerQuotas.AuthoritiesPerTrustStore, bundle.Count, more: 0);
        draft.Admit(BalancerQuotas.TrustStores, draft.All<TrustStore>().Count);
        var store = draft.Put(new TrustStore
        {
            Id = new Id<TrustStore>($"truststore/{Name}/{draft.Hex(16)}"),
            Name = Name,
            Bucket = CaCertificatesBundleS3Bucket,
            ObjectKey = CaCertificatesBundleS3Key,
            Authorities = bundle.Text,
            Count = bundle.Count,
            Tags = ElbTag.New(Tags),
        });
        return new TrustStoresResult([TrustStoreView.Of(draft, store)]);
    }
}
