using Haneul.Api.Dispatch;
using Haneul.Api.Wire;
using Haneul.Model;

namespace Haneul.Api.Acm;

/// <summary>Lists certificates; as on AWS those with longer RSA keys and with ECDSA keys only where Includes names their kinds. https://docs.aws.amazon.com/acm/latest/APIReference/API_ListCertificates.html</summary>
public sealed record ListCertificates : Query<ListCertificates.Result>
{
    private static readonly string[] UsualKeys = ["RSA_1024", "RSA_2048"];

    public IReadOnlyList<string> CertificateStatuses { get; init; } = [];

    public FilterMember? Includes { get; init; }

    public string? NextToken { get; init; }

    public int? MaxItems { get; init; }

    /// <summary>CREATED_AT.</summary>
    public string? SortBy { get; init; }

    public string? SortOrder { get; init; }

    /// <summary>Kinds of certificates.</summary>
    public sealed record FilterMember
    {
        [Wire("keyTypes")]
        public IReadOnlyList<string> KeyTypes { get; init; } = [];

        [Wire("keyUsage")]
        public IReadOnlyList<string> KeyUsage { get; init; } = [];

        [Wire("extendedKeyUsage")]
        public IReadOnlyList<string> ExtendedKeyUsage { get; init; } = [];
    }

    public sealed record Result(string? NextToken, IReadOnlyList<SummaryView> CertificateSummaryList);

    /// <summary>A certificate in brief.</summary>
    public sealed record SummaryView(
        string CertificateArn, string DomainName, IReadOnlyList<string> SubjectAlternativeNameSummaries, bool HasAdditionalSubjectAlternativeNames, string Status, string Type, string? KeyAlgorithm,
        IReadOnlyList<string> KeyUsages, IReadOnlyList<string> ExtendedKeyUsages, bool InUse, string RenewalEligibility, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset CreatedAt, DateTimeOffset ImportedAt);

    public override Result Answer(Scope scope) => Answer(scope, new NothingSeen());

    public override Result Answer(Scope scope, IObservations seen)
    {
        if (SortBy is not (null or "CREATED_AT") || SortOrder is not (null or "ASCENDING" or "DESCENDING") || SortBy is null != SortOrder is null) throw AcmFaults.Validation("SortBy CREATED_AT and a SortOrder go together");
        var rows = scope.All<Certificate>().OrderBy(c => c.CreateTime).Select(c => Summary(scope, c, seen.Now)).Where(IsWanted);
        if (SortOrder == "DESCENDING") rows = rows.Reverse();
        var start = 0;
        if (NextToken is { } token && !(int.TryParse(token, out start) && start >= 0)) throw AcmFaults.Validation("NextToken was not given out by this action");
        if (MaxItems is < 1 or > 1000) throw AcmFaults.Validation("MaxItems must be from 1 to 1000");
        var (all, size) = (rows.ToList(), MaxItems ?? 1000);
        return new Result(all.Count > start + size ? $"{start + size}" : null, [.. all.Skip(start).Take(size)]);
    }

    private bool IsWanted(SummaryView view)
    {
        IReadOnlyCollection<string> keys = Includes is { KeyTypes.Count: > 0 } ? [.. Includes.KeyTypes] : UsualKeys;
        return (CertificateStatuses.Count == 0 || CertificateStatuses.Contains(view.Status)) && keys.Contains(view.KeyAlgorithm?.Replace('-', '_'))
            && (Includes is not { KeyUsage.Count: > 0 } || Includes.KeyUsage.Any(view.KeyUsages.Contains)) && (Includes is not { ExtendedKeyUsage.Count: > 0 } || Includes.ExtendedKeyUsage.Any(view.ExtendedKeyUsages.Contains));
    }

    private static SummaryView Summary(Scope scope, Certificate row, DateTimeOffset now)
    {
        var detail = CertificateDetail.Of(scope, row, now);
        return new SummaryView(
            detail.CertificateArn, detail.DomainName, [.. detail.SubjectAlternativeNames.Take(100)], detail.SubjectAlternativeNames.Count > 100, detail.Status, detail.Type, detail.KeyAlgorithm,
            [.. detail.KeyUsages.Select(u => u.Name)], [.. detail.ExtendedKeyUsages.Select(u => u.Name)], detail.InUseBy.Count > 0, detail.RenewalEligibility, detail.NotBefore, detail.NotAfter, detail.CreatedAt, detail.ImportedAt);
    }
}
