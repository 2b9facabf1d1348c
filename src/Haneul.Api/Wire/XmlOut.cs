using System.Collections;
using System.Text;

namespace Haneul.Api.Wire;

/// <summary>Writes a response record as XML by the naming rules of its dialect. Members that are null are left out.</summary>
public sealed class XmlOut(Dialect dialect)
{
    private readonly StringBuilder text = new(512);

    public override string ToString() => text.ToString();

    public XmlOut Open(string name, string? xmlns = null)
    {
        text.Append('<').Append(name);
        if (xmlns is not null) text.Append(" xmlns=\"").Append(xmlns).Append('"');
        text.Append('>');
        return this;
    }

    public XmlOut Close(string name)
    {
        text.Append("</").Append(name).Append('>');
        return this;
    }

    public XmlOut Leaf(string name, string value)
    {
        Open(name);
        Escape(value);
        return Close(name);
    }

    /// <summary>The members of a record, one element each.</summary>
    public XmlOut Members(object record)
    {
        foreach (var member in Shape.Of(record.GetType(), dialect).Members)
        {
            if (member.Property.GetValue(record) is { } value) Element(member.Out, value, member.Item);
        }
        return this;
    }

    private void Element(string name, object value, string? itemName = null)
    {
        if (Scalars.IsScalar(value.GetType()))
        {
            Leaf(name, Scalars.Write(value));
            return;
        }
        Open(name);
        switch (value)
        {
            case IDictionary map:
                foreach (DictionaryEntry entry in map)
                {
                    Open("entry").Leaf("key", entry.Key.ToString() ?? "");
                    if (entry.Value is not null) Element("value", entry.Value);
                    Close("entry");
                }
                break;
            case IEnumerable list:
                foreach (var item in list) Element(itemName ?? Naming.Item(name, dialect), item);
                break;
            default:
                Members(value);
                break;
        }
        Close(name);
    }

    private void Escape(string value)
    {
        foreach (var c in value)
        {
            switch (c)
            {
                case '<': text.Append("&lt;"); break;
                case '>': text.Append("&gt;"); break;
                case '&': text.Append("&amp;"); break;
                case '"': text.Append("&quot;"); break;
                case '\r': text.Append("&#13;"); break;
                // A fault may quote names that came in: what XML 1.0 cannot hold (section 2.2) is shown as unreadable.
                case < ' ' and not ('\t' or '\n') or >= '\uFFFE': text.Append('\uFFFD'); break;
                default: text.Append(c); break;
            }
        }
    }
}
