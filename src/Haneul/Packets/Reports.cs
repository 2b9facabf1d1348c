using System.Collections.Concurrent;
using Haneul.Daemon;
using Haneul.Model;

namespace Haneul.Packets;

/// <summary>Tells the ledger what has come about; of each row once at a time.</summary>
internal sealed class Reports(Ledger ledger, Action<Exception> failed, CancellationToken stop)
{
    /// <summary>Rows of which a report is on its way.</summary>
    private readonly ConcurrentDictionary<IResource, bool> sent = new(ReferenceEqualityComparer.Instance);

    public void Send(Report report, IResource about)
    {
        if (sent.TryAdd(about, true)) _ = SendAsync(report, about);
    }

    private async Task SendAsync(Report report, IResource about)
    {
        try
        {
            await ledger.ReportAsync(report, stop);
        }
        catch (OperationCanceledException)
        {
            // The daemon stops; the row is settled at the next start.
        }
        catch (Exception e)
        {
            failed(e);
        }
        finally
        {
            sent.TryRemove(about, out _);
        }
    }
}
