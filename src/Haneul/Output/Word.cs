namespace Haneul.Output;

/// <summary>What a piece of text means; a terminal shows it as a colour, a pipe not at all.</summary>
internal enum Tone
{
    Plain,
    Strong,
    Dim,
    Good,
    Bad,
    Warn,

    /// <summary>The name or id of an object.</summary>
    Thing,

    /// <summary>An address or port.</summary>
    Address,
}

/// <summary>A piece of text with its tone. Plain text becomes one by itself.</summary>
internal readonly record struct Word(string Text, Tone Tone = Tone.Plain)
{
    public static implicit operator Word(string text) => new(text);

    public static Word Strong(string text) => new(text, Tone.Strong);

    public static Word Dim(string text) => new(text, Tone.Dim);

    public static Word Good(string text) => new(text, Tone.Good);

    public static Word Bad(string text) => new(text, Tone.Bad);

    public static Word Warn(string text) => new(text, Tone.Warn);

    public static Word Thing(string text) => new(text, Tone.Thing);

    public static Word Address(string text) => new(text, Tone.Address);
}
