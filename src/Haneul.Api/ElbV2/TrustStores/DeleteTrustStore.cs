using Haneul.Api.Dispatch;
using Haneul.Model;

namespace Haneul.Api.ElbV2;

/// <summary>Deletes a trust store that no listener trusts by. https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DeleteTrustStore.html</summary>
public sealed record DeleteTrustStore : Command<Nothing>
{
    public required string TrustStoreArn { get; init; }

    public override Nothing Apply(Draft draft)
    {
        var store = draft.TrustStore(TrustStoreArn);
        if (Model.TrustStores.UsersOf(draft, store).FirstOrDefault() is { } user) throw new Fault("TrustStoreInUse", $"Trust store '{TrustStoreArn}' is in use by '{draft.ArnOf(user.Id)}'");
        draft.Remove(store.Id);
        return Nothing.Value;
    }
}
