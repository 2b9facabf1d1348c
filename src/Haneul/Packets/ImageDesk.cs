using System.Runtime.InteropServices;
using Haneul.Daemon;
using Haneul.Kernel;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>A root filesystem to take in or give up.</summary>
/// <param name="Name">Its name, and the image's.</param>
/// <param name="Path">A directory, or a tarball.</param>
/// <param name="Region">Where the image is registered.</param>
internal sealed record ImageRequest(string? Name, string? Path, string? Region);

/// <summary>An image of this machine, as RunInstances takes it.</summary>
internal sealed record MachineImage(string Name, string ImageId, string Region);

/// <summary>Root filesystems as images: taken into the data directory and registered with the account, so that instances can be launched from them.</summary>
internal sealed class ImageDesk(Ledger ledger, DaemonOptions options)
{
    private readonly ImageShelf shelf = new(HostPlaces.Of(options.Data));

    public IReadOnlyList<MachineImage> List() =>
    [
        .. from found in ledger.Current.Everywhere<Image>()
           where found.Row.RootFilesystem is not null
           select new MachineImage(found.Row.Name, found.Row.Id.Value, found.Place.Region),
    ];

    public async Task<MachineImage> AddAsync(ImageRequest request, CancellationToken cancel)
    {
        var place = PlaceOf(request);
        var name = Given(request.Name, "name");
        var path = Given(request.Path, "path");
        // One filesystem may be registered in several regions.
        if (!shelf.Names.Contains(name)) await Task.Run(() => shelf.Add(name, path), cancel);
        var architecture = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "x86_64";
        var image = await ledger.TakeAsync(place, draft => Images.Register(draft, name, architecture), cancel);
        return new MachineImage(name, image.Id.Value, place.Region);
    }

    public async Task<MachineImage> RemoveAsync(ImageRequest request, CancellationToken cancel)
    {
        var place = PlaceOf(request);
        var name = Given(request.Name, "name");
        var gone = ledger.Current.At(place).All<Image>().FirstOrDefault(i => i.RootFilesystem == name)
            ?? throw Fault.Invalid("name", name, $"There is no such image in {place.Region}; 'haneul image list' tells which there are");
        if (List().Count(i => i.Name == name) == 1) await Task.Run(() => shelf.Remove(name), cancel);
        await ledger.TakeAsync(place, draft => { draft.Remove(gone.Id); return true; }, cancel);
        return new MachineImage(name, gone.Id.Value, place.Region);
    }

    private Place PlaceOf(ImageRequest request) =>
        request.Region is { } region && Regions.Exists(region) ? new Place(options.Account, region) : throw Fault.Invalid("region", request.Region, "Write a region such as ap-northeast-2");

    private static string Given(string? value, string name) => string.IsNullOrWhiteSpace(value) ? throw new Fault("MissingParameter", $"The request must contain the parameter {name}") : value;
}
