using System.Collections.Concurrent;
using System.IO.Compression;
using Haneul.Io;

namespace Haneul.Balancer;

/// <summary>The thread that writes logs: a gzip file for each node and five minutes, under a name of its own until it is whole.</summary>
internal sealed class LogWriter : IDisposable
{
    /// <summary>What waits beyond that is lost, and told: no loop ever waits for a disk.</summary>
    private const int MostWaiting = 512;

    private readonly BlockingCollection<Action> _work = new(MostWaiting);
    private readonly Dictionary<LogFile, (string Path, GZipStream Stream)> _open = [];
    private readonly TimeProvider _time;
    private readonly Action<string> _trouble;
    private readonly Thread _thread;
    private long _lost;

    public LogWriter(TimeProvider time, Action<string> trouble)
    {
        (_time, _trouble) = (time, trouble);
        _thread = new Thread(Run) { Name = "balancer logs", IsBackground = true };
        _thread.Start();
    }

    /// <summary>From any loop; never waits.</summary>
    public void Write(LogChunk chunk)
    {
        if (_work.TryAdd(() => Append(chunk))) return;
        Interlocked.Increment(ref _lost);
        chunk.GiveBack();
    }

    /// <summary>Ends all open files; done when they stand under their names.</summary>
    public Task RotateAsync()
    {
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _work.Add(() =>
        {
            Rotate();
            done.SetResult();
        });
        return done.Task;
    }

    private void Run()
    {
        ThisThread.GiveWay();
        foreach (var work in _work.GetConsumingEnumerable())
        {
            try
            {
                work();
            }
            catch (Exception failed) when (failed is IOException or UnauthorizedAccessException)
            {
                _trouble($"logs cannot be written: {failed.Message}");
            }
            var lost = Interlocked.Exchange(ref _lost, 0);
            if (lost > 0) _trouble($"{lost} buffers of log lines were lost: they came faster than they could be written");
        }
    }

    private void Append(LogChunk chunk)
    {
        if (!_open.TryGetValue(chunk.File, out var open))
        {
            var path = chunk.File.PathOf(_time.GetUtcNow(), "part-" + Guid.NewGuid().ToString("N"));
            Directory.CreateDirectory(Path.GetDirectoryName(path) ?? "/");
            open = (path, new GZipStream(File.Create(path), CompressionLevel.Fastest));
            _open.Add(chunk.File, open);
        }
        open.Stream.Write(chunk.Bytes, 0, chunk.Length);
        chunk.GiveBack();
    }

    private void Rotate()
    {
        var all = _open.ToList();
        _open.Clear();
        foreach (var (file, (path, stream)) in all)
        {
            stream.Dispose();
            var final = file.PathOf(_time.GetUtcNow(), Guid.NewGuid().ToString("N")[..8]);
            Directory.CreateDirectory(Path.GetDirectoryName(final) ?? "/");
            File.Move(path, final);
        }
    }

    public void Dispose()
    {
        _work.CompleteAdding();
        _thread.Join();
        Rotate();
        _work.Dispose();
    }
}
