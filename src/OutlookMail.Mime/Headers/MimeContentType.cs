using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>The value of Content-Type or Content-Disposition: a token and parameters (RFC 2045 §5.1, RFC 2183 §2).</summary>
public sealed class MimeContentType
{
    private MimeContentType(string value, IReadOnlyList<KeyValuePair<string, string>> parameters)
    {
        Value = value;
        Parameters = parameters;
    }

    /// <summary>In lower case, e.g. text/plain or attachment; empty when there is none.</summary>
    public string Value { get; }

    /// <summary>Names in lower case; values decoded (RFC 2231, and RFC 2047 where it does not belong).</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>Reads the raw octets of a field's value. Never throws.</summary>
    public static MimeContentType Parse(ReadOnlySpan<byte> field)
    {
        ParameterScanner scanner = new(field);
        string value = WellKnownTypes.Intern(scanner.Head);
        ParameterCollector collector = new();
        for (int i = 0; i < MimeLimits.MaxParameters && scanner.MoveNext(); i++)
        {
            collector.Add(scanner.Name, scanner.Value, scanner.IsQuoted);
        }

        return new MimeContentType(value, collector.ToList());
    }

    /// <summary>The parameter of this name (lower case); null when there is none.</summary>
    public string? Parameter(string name)
    {
        foreach (KeyValuePair<string, string> parameter in Parameters)
        {
            if (parameter.Key == name)
            {
                return parameter.Value;
            }
        }

        return null;
    }

    public override string ToString() => Value;
}
