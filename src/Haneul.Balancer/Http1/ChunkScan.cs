namespace Haneul.Balancer;

/// <summary>
/// Follows a chunked body through the pieces in which it comes: RFC 9112, section 7.1, strictly (CR LF only, hexadecimal sizes without sign or space, bounded extensions and trailers).
/// </summary>
internal struct ChunkScan
{
    private const int LineLimit = 16 * 1024;
    private const long SizeLimit = 1L << 52;

    private State _state;
    private long _left;
    private int _line;

    private enum State : byte
    {
        SizeBegins,
        Size,
        Extension,
        SizeEnds,
        Data,
        DataCr,
        DataLf,
        TrailerBegins,
        TrailerName,
        Trailer,
        TrailerLf,
        LastLf,
        Done,
    }

    public readonly bool IsDone => _state == State.Done;

    /// <summary>How many bytes belong to the body; -1 where they are none of a chunked body. The next piece of the contents itself lies at <paramref name="dataFrom"/>.</summary>
    /// <param name="bytes">The next piece.</param>
    /// <param name="stopsAtData">Ends after one run of contents, so that the caller can take it out.</param>
    /// <param name="dataFrom">Where contents begin.</param>
    /// <param name="dataLength">How much of it there is.</param>
    public int Take(ReadOnlySpan<byte> bytes, bool stopsAtData, out int dataFrom, out int dataLength)
    {
        (dataFrom, dataLength) = (0, 0);
        var i = 0;
        while (i < bytes.Length && _state != State.Done)
        {
            if (_state == State.Data)
            {
                var run = (int)Math.Min(_left, bytes.Length - i);
                (dataFrom, dataLength) = (i, run);
                _left -= run;
                i += run;
                if (_left == 0) _state = State.DataCr;
                if (stopsAtData) return i;
                continue;
            }
            if (!Step(bytes[i++])) return -1;
        }
        return i;
    }

    private bool Step(byte b)
    {
        switch (_state)
        {
            case State.SizeBegins or State.Size: return OfSize(b);
            case State.Extension: return b == '\r' ? Go(State.SizeEnds) : OfLine(b);
            case State.SizeEnds: return b == '\n' && Go(_left == 0 ? State.TrailerBegins : State.Data);
            case State.DataCr: return b == '\r' && Go(State.DataLf);
            case State.DataLf: return b == '\n' && Go(State.SizeBegins);
            case State.TrailerBegins: return b == '\r' ? Go(State.LastLf) : Tokens.IsToken(b) && OfLine(b) && Go(State.TrailerName);
            case State.TrailerName: return b == ':' ? Go(State.Trailer) : Tokens.IsToken(b) && OfLine(b);
            case State.Trailer: return b == '\r' ? Go(State.TrailerLf) : OfLine(b);
            case State.TrailerLf: return b == '\n' && Go(State.TrailerBegins);
            case State.LastLf: return b == '\n' && Go(State.Done);
            default: return false;
        }
    }

    private bool OfSize(byte b)
    {
        if (char.IsAsciiHexDigit((char)b))
        {
            if (_state == State.SizeBegins) (_left, _line, _state) = (0, 0, State.Size);
            _left = _left * 16 + (b <= '9' ? b - '0' : (b | 0x20) - 'a' + 10);
            return _left <= SizeLimit && ++_line <= 32;
        }
        if (_state == State.SizeBegins) return false;
        return b switch { (byte)'\r' => Go(State.SizeEnds), (byte)';' => Go(State.Extension), _ => false };
    }

    /// <summary>Extensions together with trailers are bounded: they are the way to send without end what nobody reads.</summary>
    private bool OfLine(byte b) => (b >= ' ' || b == '\t') && b != 127 && ++_line <= LineLimit;

    private bool Go(State next)
    {
        _state = next;
        return true;
    }
}
