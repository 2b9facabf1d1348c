using System.Text.Json.Serialization;

namespace Haneul.Doctor;

/// <summary>Whether packets can be carried on a machine, and all that was looked at; as <c>haneul doctor --json</c> gives it.</summary>
/// <param name="Standing">As whom.</param>
/// <param name="Findings">All that was looked at.</param>
internal sealed record MachineReport(Standing Standing, IReadOnlyList<Finding> Findings)
{
    /// <summary>Packets can be carried: nothing that it takes is missing.</summary>
    [JsonPropertyOrder(-2)]
    public bool CanCarry => Standing != Standing.None && Findings.All(f => f.Health != Health.Missing);

    /// <summary>This very process can carry them; a normal user must enter a user namespace first.</summary>
    [JsonIgnore]
    public bool CanCarryAsItIs => CanCarry && Standing != Standing.User;

    /// <summary>One line: how, or why not.</summary>
    [JsonPropertyOrder(-1)]
    public string Why => (CanCarry, Standing) switch
    {
        (true, Standing.Root) => "packets can be carried here, as root",
        (true, _) => "packets can be carried here, in a user namespace: this machine gets no route to them",
        _ => string.Join("; ", Findings.Where(f => f.Health == Health.Missing).Select(f => $"{f.Name}: {f.Told}")),
    };

    [JsonIgnore]
    public IEnumerable<Finding> Gaps => Findings.Where(f => f.Health != Health.Ok);

    public static MachineReport Of(MachineFacts facts, int instances) => new(facts.Standing, MachineFindings.Of(facts, instances));
}
