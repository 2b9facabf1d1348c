using System.CommandLine;
using Haneul.Daemon;
using Haneul.Doctor;
using Haneul.Output;

namespace Haneul.Commands;

/// <summary><c>haneul doctor</c>: checks whether packets can be carried on this machine, and tells what to do about each gap. 0 they can, 1 they cannot.</summary>
internal static class DoctorCommand
{
    private const int MostInstances = 100_000;

    public static Command Make()
    {
        var instances = new Option<int>("--instances") { Description = "How many instances the machine is to hold", DefaultValueFactory = _ => Machine.UsualInstances };
        var data = Shared.Data();
        var json = Shared.AsJson();
        var trials = new Option<string?>("--trials") { Description = "Try the kernel, with a directory for the overlay, and print what came of it", Hidden = true };
        var command = new Command("doctor", "Check whether this machine can carry packets, and what to do where it cannot") { instances, data, json, trials };
        command.SetAction(parse =>
        {
            if (parse.GetValue(trials) is { } directory)
            {
                Machine.PrintTrials(directory);
                return 0;
            }
            var wanted = parse.GetValue(instances);
            if (wanted is < 1 or > MostInstances) throw new UserError($"--instances {wanted}: write a number from 1 to {MostInstances}");
            var report = Machine.Probe(parse.GetValue(data) ?? DaemonOptions.DefaultData, wanted);
            if (parse.GetValue(json)) Json.Print(report);
            else Print(Page.Out, report);
            return report.CanCarry ? 0 : Exit.No;
        });
        return command;
    }

    internal static void Print(Page page, MachineReport report)
    {
        if (report.CanCarry) page.Line(Word.Good("● "), report.Why);
        else page.Line(Word.Bad("● "), "packets cannot be carried here; Haneul computes them (model mode)");
        page.Line();
        var width = report.Findings.Max(f => f.Name.Length);
        foreach (var finding in report.Findings)
        {
            page.Indented(2, width + 6, Mark(finding.Health), Word.Strong(finding.Name.PadRight(width + 2)), finding.Told);
            if (finding.Remedy is { } remedy) page.Indented(width + 6, width + 8, Word.Dim("→ "), Word.Thing(remedy));
        }
    }

    private static Word Mark(Health health) => health switch
    {
        Health.Ok => Word.Good("✓ "),
        Health.Lacking => Word.Warn("! "),
        _ => Word.Bad("✗ "),
    };
}
