namespace Haneul.Commands;

/// <summary>What the process says when it ends: 0 done or yes, 1 the answer is no, 2 it could not be asked or done, 3 a real packet did not go as predicted.</summary>
internal static class Exit
{
    public const int No = 1;

    public const int Misused = 2;

    /// <summary>A real packet did not go as predicted.</summary>
    public const int NotAsPredicted = 3;

    /// <summary>128 and SIGINT, as shells count.</summary>
    public const int Interrupted = 130;
}
