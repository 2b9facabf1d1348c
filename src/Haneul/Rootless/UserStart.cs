using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Haneul.Commands;
using Haneul.Daemon;
using Haneul.Doctor;
using Haneul.Kernel;

namespace Haneul.Rootless;

/// <summary>
/// The start of a normal user's daemon: opens the endpoint on the machine, then becomes the same program inside a user namespace in which the user is root, under the same process number. There the daemon does everything that root's does.
/// </summary>
internal static class UserStart
{
    /// <summary>Hidden options of <c>haneul up</c>: the keeper's process, and the number of the socket that listens.</summary>
    public const string KeeperOption = "--keeper", SocketOption = "--socket";

    private const int Backlog = 512;

    /// <summary>Whether this process is a normal user's who can carry packets in a user namespace.</summary>
    public static bool IsNeeded(DaemonOptions options) =>
        OperatingSystem.IsLinux() && options is { Mode: not RunMode.Model, Keeper: null } && !Environment.IsPrivilegedProcess && Machine.Probe(options.Data) is { Standing: Standing.User, CanCarry: true };

    /// <summary>Becomes the daemon inside; returns only by an exception.</summary>
    /// <param name="options">As asked for.</param>
    /// <param name="more">Further words for <c>haneul up</c>.</param>
    public static void Become(DaemonOptions options, IReadOnlyList<string> more)
    {
        // Held until this becomes the daemon, so that two starts do not make two keepers.
        var data = DataDirectory.Take(options.Data);
        try
        {
            var run = HostPlaces.OwnRunDirectory();
            var places = HostPlaces.Of(options.Data);
            var listener = Listen(options);
            var keeper = Keeper.Find(places);
            if (keeper is null)
            {
                Keeper.EndLeftovers(places);
                keeper = Keeper.Start(places, UserNumbers.Own(), word => Console.Error.WriteLine($"haneul: {word}"));
            }
            var port = ((IPEndPoint?)listener.LocalEndPoint ?? throw new InvalidOperationException("The socket has no address")).Port;
            var (self, arguments) = Self.Command([.. UpCommand.ArgumentsOf(options with { Port = port }), .. more, KeeperOption, keeper.Pid.ToString(CultureInfo.InvariantCulture), SocketOption]);
            keeper.Become([self, .. arguments], listener, run);
        }
        catch (Exception e) when (e is HostException or KernelException)
        {
            data.Dispose();
            throw new UserError($"{e.Message}. '--mode model' computes packets instead.");
        }
    }

    private static Socket Listen(DaemonOptions options)
    {
        var socket = new Socket(options.Listen.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            socket.Bind(new IPEndPoint(options.Listen, options.Port));
            socket.Listen(Backlog);
            return socket;
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new UserError($"Cannot listen on {options.Listen}:{options.Port}: {e.Message}. Give another --port, or 0 to let the system choose.");
        }
    }
}
