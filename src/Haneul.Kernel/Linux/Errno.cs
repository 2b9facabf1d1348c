using System.Runtime.InteropServices;

namespace Haneul.Kernel;

/// <summary>The kernel's error numbers that decide something here (asm-generic/errno.h).</summary>
internal static class Errno
{
    public const int NoSuchEntry = 2;
    public const int Interrupted = 4;
    public const int NoSuchDeviceOrAddress = 6;
    public const int TryAgain = 11;
    public const int Busy = 16;
    public const int Exists = 17;
    public const int NoSuchDevice = 19;
    public const int NotADirectory = 20;
    public const int Invalid = 22;
    public const int BrokenPipe = 32;
    public const int OutOfRange = 34;
    public const int TooManyLinks = 31;
    public const int NotEmpty = 39;
    public const int Loop = 40;
    public const int MessageTooLong = 90;
    public const int NotSupported = 95;
    public const int FamilyNotSupported = 97;
    public const int AddressInUse = 98;
    public const int AddressNotAvailable = 99;
    public const int NetworkDown = 100;
    public const int NoBufferSpace = 105;
    public const int NoSuchProcess = 3;
    public const int NoPermission = 13;

    /// <summary>What the last call into the C library left.</summary>
    public static int Last => Marshal.GetLastPInvokeError();

    /// <summary>The exception for a call that failed just now.</summary>
    public static KernelException Failed(string attempted) => new(attempted, Last);
}
