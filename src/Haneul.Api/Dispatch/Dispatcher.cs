using System.Text;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Dispatch;

/// <summary>
/// Takes a request in any of the protocols and answers it: finds the action, binds and checks its members, runs it as a step or a query, writes the result or the fault.
/// Whatever comes in, a client gets an AWS answer; only a fault of Haneul's own is a 500.
/// </summary>
public sealed class Dispatcher(ILedger ledger, IObservations seen, IIds ids, DispatcherSettings settings)
{
    public async Task<ApiResponse> HandleAsync(ApiRequest request, CancellationToken cancel)
    {
        var requestId = NewRequestId();
        var dialect = request.Header("X-Amz-Target") is null ? Dialect.Ec2Query : Dialect.AwsJson;
        var xmlns = "";
        try
        {
            var envelope = Reading.Read(request, settings.Services);
            dialect = envelope.Service.Dialect;
            xmlns = envelope.Service.Xmlns;
            var type = Actions.Find(envelope.Service, envelope.Action)
                ?? throw (dialect.IsJson()
                    ? new Fault("UnknownOperationException", $"Haneul has no action {envelope.Action} of {envelope.Service.SigningName}")
                    : new Fault("InvalidAction", $"The action {envelope.Action} is not valid for this web service."));
            var members = await RunAsync(envelope, type, cancel);
            return Writing.Answer(envelope.Service, envelope.Action, members, requestId);
        }
        catch (Fault fault)
        {
            return Writing.Fault(dialect, xmlns, fault, requestId);
        }
    }

    /// <summary>
    /// The answer when Haneul itself failed. Not a 5xx: clients repeat those for minutes (Terraform 25 times), and the same bug would only be met again.
    /// </summary>
    public ApiResponse Broken(ApiRequest request, Exception cause)
    {
        var dialect = request.Header("X-Amz-Target") is null ? Dialect.Ec2Query : Dialect.AwsJson;
        return Writing.Fault(dialect, "", new Fault("InternalError", $"This is a bug in Haneul, and nothing was changed: {cause.GetType().Name}: {cause.Message}"), NewRequestId());
    }

    private async Task<byte[]> RunAsync(Envelope envelope, Type type, CancellationToken cancel)
    {
        var place = await PlaceOfAsync(envelope, cancel);
        var isDryRun = envelope.Service.Dialect == Dialect.Ec2Query && TakeDryRun(envelope.Parameters);
        var call = (Call)Binder.Bind(type, envelope.Parameters, envelope.Service.Dialect);
        if (!call.Changes)
        {
            var answer = call.Read(ledger.Current.At(place), seen);
            return isDryRun ? throw DryRunSucceeded() : Writing.Members(envelope.Service, answer);
        }
        if (call is IPrepared unprepared) call = unprepared.Prepared(seen);
        if (call is ITokened { ClientToken: { Length: > 0 } token } && !isDryRun)
        {
            return await ledger.TakeAsync(place, draft => RunOnce(draft, envelope, call, token), cancel);
        }
        var result = await ledger.TakeAsync(place, draft => isDryRun ? DryRun(draft, call) : call.Run(draft), cancel);
        return Writing.Members(envelope.Service, result);
    }

    private static object DryRun(Draft draft, Call call)
    {
        call.Run(draft);
        throw DryRunSucceeded();
    }

    private static byte[] RunOnce(Draft draft, Envelope envelope, Call call, string token)
    {
        if (token.Length > 128) throw Fault.Invalid("ClientToken", token[..40], "It may have 128 characters at most");
        var id = new Id<ClientTokenRecord>($"{envelope.Service.Name}/{envelope.Action}/{token}");
        envelope.Parameters.Remove("ClientToken");
        var fingerprint = ClientTokenRecord.FingerprintOf(envelope.Parameters.Canonical());
        if (draft.TryFind(id, out var before))
        {
            if (before.Fingerprint != fingerprint)
            {
                throw new Fault("IdempotentParameterMismatch", "The client token was used before with other parameters");
            }
            return Encoding.UTF8.GetBytes(before.Answer);
        }
        var answer = Writing.Members(envelope.Service, call.Run(draft));
        draft.Put(new ClientTokenRecord(id, fingerprint, Encoding.UTF8.GetString(answer), draft.Now));
        return answer;
    }

    private async Task<Place> PlaceOfAsync(Envelope envelope, CancellationToken cancel)
    {
        var key = envelope.Signature?.AccessKey;
        var account = key is { Length: 12 } && key.All(char.IsAsciiDigit) ? key : TemporaryKeys.AccountOf(key) ?? settings.Account;
        var region = envelope.Signature?.Region is { Length: > 0 } named && named != "*" ? named : settings.Region;
        var place = new Place(account, region);
        if (!envelope.Service.OpensRegion) return place;
        if (!Regions.Exists(region)) throw new Fault("InvalidRegion", $"The region '{region}' of the call's signature does not exist; one that does: {settings.Region}");
        if (!Regions.IsOpen(ledger.Current.At(place)))
        {
            await ledger.TakeAsync(place, draft => { Regions.Open(draft); return true; }, cancel);
        }
        return place;
    }

    private static bool TakeDryRun(Node parameters)
    {
        if (parameters.Find("DryRun")?.Value is not { } text) return false;
        parameters.Remove("DryRun");
        return (bool)Scalars.Read(typeof(bool), text, "DryRun");
    }

    private static Fault DryRunSucceeded() => new("DryRunOperation", "Request would have succeeded, but DryRun flag is set.", 412);

    private string NewRequestId()
    {
        var hex = ids.Hex(32);
        return $"{hex[..8]}-{hex[8..12]}-{hex[12..16]}-{hex[16..20]}-{hex[20..]}";
    }
}

/// <summary>Who and where a call is when its signature does not say.</summary>
public sealed record DispatcherSettings(string Account = "000000000000", string Region = "us-east-1")
{
    public ServiceCatalog Services { get; init; } = ServiceCatalog.Haneul;
}
