using System.CommandLine;
using System.Text.Json;
using Haneul.Daemon;
using Haneul.Output;
using Haneul.Packets;

namespace Haneul.Commands;

/// <summary><c>haneul image</c>: root filesystems of which instances can be launched, instead of the machine's own programs.</summary>
internal static class ImageCommand
{
    public static Command Make() => new("image", "Images of root filesystems: add, list, remove") { MakeAdd(), MakeList(), MakeRemove() };

    private static Command MakeAdd()
    {
        var name = Name();
        var path = new Argument<string>("path") { Description = "A root filesystem: a directory, or a tarball" };
        var (region, endpoint, data, json) = (Region(), Shared.Endpoint(), Shared.Data(), Shared.AsJson());
        var command = new Command("add", "Take a root filesystem in and register it as an image") { name, path, region, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var request = new ImageRequest(parse.GetValue(name), Path.GetFullPath(parse.GetValue(path) ?? ""), parse.GetValue(region));
            var image = await CallAsync(parse.GetValue(endpoint), parse.GetValue(data), "images/add", request, cancel);
            if (parse.GetValue(json)) Json.Print(image);
            else Console.WriteLine($"{image.Name} is {image.ImageId} in {image.Region}");
            return 0;
        });
        return command;
    }

    private static Command MakeList()
    {
        var (endpoint, data, json) = (Shared.Endpoint(), Shared.Data(), Shared.AsJson());
        var command = new Command("list", "List them") { endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var answer = await Shared.CallAsync(Shared.Find(parse.GetValue(endpoint), parse.GetValue(data) ?? ""), HttpMethod.Get, "images", null, cancel);
            var images = answer.GetProperty("images").Deserialize<List<MachineImage>>(Json.Options) ?? [];
            if (parse.GetValue(json)) Json.Print(images);
            else foreach (var image in images) Console.WriteLine($"{image.ImageId}  {image.Region}  {image.Name}");
            return 0;
        });
        return command;
    }

    private static Command MakeRemove()
    {
        var (name, region, endpoint, data, json) = (Name(), Region(), Shared.Endpoint(), Shared.Data(), Shared.AsJson());
        var command = new Command("remove", "Remove one that no instance stands on") { name, region, endpoint, data, json };
        command.SetAction(async (parse, cancel) =>
        {
            var image = await CallAsync(parse.GetValue(endpoint), parse.GetValue(data), "images/remove", new ImageRequest(parse.GetValue(name), null, parse.GetValue(region)), cancel);
            if (parse.GetValue(json)) Json.Print(image);
            else Console.WriteLine($"{image.Name} ({image.ImageId}) is gone");
            return 0;
        });
        return command;
    }

    private static Argument<string> Name() => new("name") { Description = "The image's name" };

    private static Option<string> Region() => new("--region") { Description = "The region in which it is registered", DefaultValueFactory = _ => Environment.GetEnvironmentVariable("AWS_REGION") ?? "ap-northeast-2" };

    private static async Task<MachineImage> CallAsync(string? endpoint, string? data, string path, ImageRequest request, CancellationToken cancel)
    {
        var answer = await Shared.CallAsync(Shared.Find(endpoint, data ?? ""), HttpMethod.Post, path, request, cancel);
        return answer.Deserialize<MachineImage>(Json.Options) ?? throw new UserError("What answers is not this Haneul");
    }
}
