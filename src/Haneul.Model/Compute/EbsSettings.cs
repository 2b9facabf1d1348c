namespace Haneul.Model;

/// <summary>What a region's new volumes are like where nothing is said; the id is the region's name.</summary>
public sealed record EbsSettings(Id<EbsSettings> Id, bool EncryptByDefault, string? KmsKeyId) : IResource<EbsSettings>
{
    public static Kind Kind { get; } = new("ebs-settings", "", "", "InvalidRegion", "InvalidRegion", "region");

    public static EbsSettings Of(Scope scope) =>
        scope.TryFind(new Id<EbsSettings>(scope.Region), out var row) ? row : new EbsSettings(new Id<EbsSettings>(scope.Region), false, null);
}
