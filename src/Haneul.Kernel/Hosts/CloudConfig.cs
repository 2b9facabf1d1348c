using System.Text;

namespace Haneul.Kernel;

/// <summary>
/// A cloud-config as a shell script: bootcmd, write_files, runcmd in that order (cloud-init, "Module reference"). What it also asks for is named on the console as not done; packages are, since hosts run the machine's programs.
/// </summary>
internal static class CloudConfig
{
    public static string Script(string text)
    {
        IReadOnlyDictionary<string, object> config;
        try
        {
            config = CloudYaml.Read(text);
        }
        catch (FormatException e)
        {
            return $"echo {Quote($"cloud-config: {e.Message}; nothing of it is done")}\n";
        }
        var script = new StringBuilder();
        foreach (var key in config.Keys.Where(key => key is not ("bootcmd" or "write_files" or "runcmd"))) script.Append($"echo {Quote($"cloud-config: '{key}' is not carried out here")}\n");
        Commands(config.GetValueOrDefault("bootcmd"), script);
        foreach (var file in config.GetValueOrDefault("write_files") as IEnumerable<object> ?? []) WriteFile(file as IReadOnlyDictionary<string, object>, script);
        Commands(config.GetValueOrDefault("runcmd"), script);
        return script.ToString();
    }

    /// <summary>As one word of a shell's command.</summary>
    public static string Quote(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static void Commands(object? list, StringBuilder script)
    {
        foreach (var command in list as IEnumerable<object> ?? [])
        {
            // A list is a program with arguments; a text is for the shell. Neither ends what follows.
            if (command is IEnumerable<object> words) script.Append('(').AppendJoin(' ', words.Select(word => Quote(word.ToString() ?? ""))).Append(")\n");
            else if (command is string line && line.Length > 0) script.Append($"sh -c {Quote(line)}\n");
            else if (command is IReadOnlyDictionary<string, object>) script.Append($"echo {Quote("cloud-config: a command is a text or a list; one that holds ': ' needs quotes")}\n");
        }
    }

    private static void WriteFile(IReadOnlyDictionary<string, object>? file, StringBuilder script)
    {
        if (file?.GetValueOrDefault("path") is not string path)
        {
            script.Append("echo 'cloud-config: a file without path is not written'\n");
            return;
        }
        var content = file.GetValueOrDefault("content") as string ?? "";
        var encoding = file.GetValueOrDefault("encoding") as string ?? "text/plain";
        var target = Quote(path);
        var arrow = file.GetValueOrDefault("append") is "true" or "True" ? ">>" : ">";
        var pipe = encoding switch
        {
            "text/plain" => $"printf %s {Quote(content)}",
            "b64" or "base64" => $"printf %s {Quote(content.Replace("\n", "", StringComparison.Ordinal))} | base64 -d",
            "gz+b64" or "gzip+base64" or "gz+base64" => $"printf %s {Quote(content.Replace("\n", "", StringComparison.Ordinal))} | base64 -d | gzip -dc",
            _ => null,
        };
        if (pipe is null)
        {
            script.Append($"echo {Quote($"cloud-config: encoding {encoding} of {path} is not known")}\n");
            return;
        }
        script.Append($"mkdir -p \"$(dirname {target})\"\n{pipe} {arrow}{target}\n");
        script.Append($"chmod {Quote(file.GetValueOrDefault("permissions") as string ?? "0644")} {target}\n");
        if (file.GetValueOrDefault("owner") is string owner) script.Append($"chown {Quote(owner)} {target}\n");
    }
}
