using System.Globalization;

namespace OutlookMail.Mime;

/// <summary>One place where a message breaks its standard and the reader went on.</summary>
public sealed class MimeDefect
{
    public MimeDefect(long where, string what, string rule)
    {
        Where = where;
        What = what;
        Rule = rule;
    }

    /// <summary>Octets from the start of the message.</summary>
    public long Where { get; }

    public string What { get; }

    /// <summary>The rule that was broken, e.g. "RFC 2046 §5.1.1".</summary>
    public string Rule { get; }

    public override string ToString() => Where.ToString(CultureInfo.InvariantCulture) + ": " + What + " (" + Rule + ")";
}
