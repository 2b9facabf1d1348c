using System.Diagnostics;

namespace Haneul.Bench;

/// <summary>Terraform's apply and destroy of a three-zone network with instances (bench/terraform), with the real AWS provider; moto beside it.</summary>
internal static class TerraformBench
{
    private const int Rounds = 3;

    public static async Task RunAsync()
    {
        List<double> apply = [], destroy = [], motoApply = [], motoDestroy = [];
        for (var round = 0; round < Rounds; round++)
        {
            using (var haneul = await Peer.HaneulAsync()) await MeasureAsync(haneul, apply, destroy);
            using var moto = await Peer.MotoAsync();
            if (moto is not null) await MeasureAsync(moto, motoApply, motoDestroy);
        }
        Figures.Print("terraform apply", "s", apply, motoApply, moreIsBetter: false);
        Figures.Print("terraform destroy", "s", destroy, motoDestroy, moreIsBetter: false);
    }

    private static async Task MeasureAsync(Peer peer, List<double> apply, List<double> destroy)
    {
        var folder = Directory.CreateTempSubdirectory("haneul-bench-tf-").FullName;
        File.Copy(Path.Combine(Peer.Root, "bench", "terraform", "main.tf"), Path.Combine(folder, "main.tf"));
        var plugins = Environment.GetEnvironmentVariable("TF_PLUGIN_DIR") ?? "/opt/tf-plugins";
        await TerraformAsync(peer, folder, "init", $"-plugin-dir={plugins}");
        apply.Add(await TerraformAsync(peer, folder, "apply", "-auto-approve", "-parallelism=20"));
        destroy.Add(await TerraformAsync(peer, folder, "destroy", "-auto-approve", "-parallelism=20"));
        Directory.Delete(folder, recursive: true);
    }

    private static async Task<double> TerraformAsync(Peer peer, string folder, params string[] args)
    {
        var start = new ProcessStartInfo("terraform", [args[0], "-input=false", "-no-color", .. args[1..]]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["AWS_ENDPOINT_URL"] = peer.Endpoint;
        start.Environment["AWS_ACCESS_KEY_ID"] = start.Environment["AWS_SECRET_ACCESS_KEY"] = "test";
        start.Environment["AWS_REGION"] = "us-east-1";
        var clock = Stopwatch.StartNew();
        using var process = Process.Start(start) ?? throw new InvalidOperationException("terraform does not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? clock.Elapsed.TotalSeconds : throw new InvalidOperationException($"{peer.Name}: terraform {args[0]}: {errors}\n{await output}");
    }
}
