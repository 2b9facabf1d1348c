namespace Haneul.Balancer;

/// <summary>An authenticate-oidc action as one node serves it.</summary>
/// <param name="Gate">The action.</param>
/// <param name="Node">Where its provider is asked from.</param>
internal sealed record ServedGate(OidcGate Gate, WantedNode Node)
{
    public async Task<OidcFinding> AskAsync(Outreach outreach, OidcVerdict.Ask asked, CancellationToken cancelled)
    {
        using var client = outreach.From(Node);
        return await new OidcProvider(Gate.Action, client, outreach.ProviderLimit, outreach.Time).AskAsync(asked, cancelled);
    }

    /// <summary>For all who ask for the same at the same time; so it is not one's to cancel.</summary>
    public Task<OidcFinding> RenewAsync(Outreach outreach, OidcVerdict.Renew asked, CancellationToken cancelled) => outreach.Renewals.Of(
        Gate.Action.ClientId,
        asked.Session.RefreshToken ?? "",
        async () =>
        {
            using var client = outreach.From(Node);
            return await new OidcProvider(Gate.Action, client, outreach.ProviderLimit, outreach.Time).RenewAsync(asked.Session, CancellationToken.None);
        }).WaitAsync(cancelled);
}
