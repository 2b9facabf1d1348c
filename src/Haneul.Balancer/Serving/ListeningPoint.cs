using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>A listening socket of one loop, and the listener that it serves now: that changes with every snapshot while the socket stays.</summary>
internal sealed class ListeningPoint(ServedListener listener)
{
    /// <summary>A request keeps the one that it began with.</summary>
    public ServedListener Current { get; set; } = listener;

    public Listener? Socket { get; set; }

    /// <summary>Nothing new is taken; clients are told to close after their answer.</summary>
    public bool IsClosed { get; private set; }

    public void Close()
    {
        IsClosed = true;
        Socket?.Close();
    }
}
