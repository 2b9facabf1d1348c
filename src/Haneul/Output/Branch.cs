namespace Haneul.Output;

/// <summary>A line with lines below it, drawn as a tree.</summary>
internal sealed record Branch(IReadOnlyList<Word> Words)
{
    public List<Branch> Below { get; } = [];

    public string Text => string.Concat(Words.Select(w => w.Text));

    public Branch Add(params IReadOnlyList<Word> words)
    {
        var branch = new Branch(words);
        Below.Add(branch);
        return branch;
    }

    public void Draw(Page page)
    {
        page.Line([.. Words]);
        DrawBelow(page, "");
    }

    private void DrawBelow(Page page, string rail)
    {
        for (var i = 0; i < Below.Count; i++)
        {
            var isLast = i == Below.Count - 1;
            page.Indented(0, rail.Length + 6, [Word.Dim(rail + (isLast ? "└─ " : "├─ ")), .. Below[i].Words]);
            Below[i].DrawBelow(page, rail + (isLast ? "   " : "│  "));
        }
    }
}
