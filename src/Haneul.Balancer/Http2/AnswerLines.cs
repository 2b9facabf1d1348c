namespace Haneul.Balancer.Http2;

/// <summary>Writes the head of a target's answer as HTTP/1.1 has it, for the code that reads, logs and changes answers. It was found well formed before (<see cref="FieldRules"/>).</summary>
internal static class AnswerLines
{
    /// <param name="to">Room for all fields and their separators.</param>
    /// <param name="fields">An answer's: the first one is its status.</param>
    public static void Write(ref HeadWriter to, FieldList fields)
    {
        to.Put("HTTP/1.1 "u8);
        to.Put(fields.Value(0));
        to.Put("\r\n"u8);
        for (var i = 1; i < fields.Count; i++) to.Put(fields.Name(i), fields.Value(i));
        to.Put("\r\n"u8);
    }
}
