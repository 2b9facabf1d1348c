namespace Haneul.Bench;

/// <summary>From starting the process to its first answered call, and the memory it then holds; moto beside it.</summary>
internal static class StartBench
{
    private const int Rounds = 7;

    public static async Task RunAsync()
    {
        List<double> ms = [], mib = [], motoMs = [], motoMib = [];
        for (var round = 0; round < Rounds; round++)
        {
            using (var haneul = await Peer.HaneulAsync())
            {
                ms.Add(haneul.ReadyAfter.TotalMilliseconds);
                mib.Add(haneul.Mebibytes);
            }
            using var moto = await Peer.MotoAsync();
            if (moto is null) continue;
            motoMs.Add(moto.ReadyAfter.TotalMilliseconds);
            motoMib.Add(moto.Mebibytes);
        }
        Figures.Print("start to first answer (median)", "ms", ms, motoMs, moreIsBetter: false);
        Figures.Print("resident memory after it", "MiB", mib, motoMib, moreIsBetter: false);
    }
}
