using System.Text;
using Microsoft.Win32.SafeHandles;

namespace Haneul.Kernel;

/// <summary>Short lines from a process that was just started, waited for with a bound.</summary>
internal sealed class WordPipe(SafeFileHandle pipe, TimeSpan patience) : IDisposable
{
    private const int LongestTalk = 256;

    private readonly byte[] buffer = new byte[LongestTalk];
    private int length;

    /// <summary>The next line; throws with what it complained of, if it ended or is late.</summary>
    public string Next(string who, Func<string> complaint)
    {
        var deadline = Environment.TickCount64 + (long)patience.TotalMilliseconds;
        while (true)
        {
            var end = buffer.AsSpan(0, length).IndexOf((byte)'\n');
            if (end >= 0)
            {
                var line = Encoding.ASCII.GetString(buffer, 0, end);
                buffer.AsSpan(end + 1, length - end - 1).CopyTo(buffer);
                length -= end + 1;
                return line;
            }
            if (!ProcessCalls.IsReadable(pipe, (int)Math.Max(0, deadline - Environment.TickCount64))) throw new HostException($"{who} says nothing for {patience.TotalSeconds} s: {complaint().Trim()}");
            var read = length < buffer.Length ? ProcessCalls.Read(pipe, buffer.AsSpan(length)) : 0;
            if (read == 0) throw new HostException($"{who} could not be started: {complaint().Trim()}");
            length += read;
        }
    }

    public void Dispose() => pipe.Dispose();
}
