using System;
using System.Collections.Generic;

namespace OutlookMail.Mime;

/// <summary>One method's verdict in Authentication-Results, e.g. dkim=pass header.d=contoso.test (RFC 8601 §2.2).</summary>
public sealed class AuthenticationResult
{
    private AuthenticationResult(string method, string result, IReadOnlyList<KeyValuePair<string, string>> properties)
    {
        Method = method;
        Result = result;
        Properties = properties;
    }

    /// <summary>spf, dkim, dmarc, arc, compauth …, in lower case.</summary>
    public string Method { get; }

    /// <summary>pass, fail, none, softfail, temperror …, in lower case.</summary>
    public string Result { get; }

    /// <summary>reason, and ptype.property pairs such as smtp.mailfrom.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Properties { get; }

    public override string ToString() => Method + "=" + Result;

    internal static bool TryParse(string clause, out AuthenticationResult? result)
    {
        List<KeyValuePair<string, string>> pairs = new();
        foreach (string word in clause.Split(new[] { ' ', '\t' }, StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = word.IndexOf('=');
            if (equals > 0)
            {
                pairs.Add(new KeyValuePair<string, string>(word.Substring(0, equals).ToLowerInvariant(), word.Substring(equals + 1).Trim('"')));
            }
        }

        result = null;
        if (pairs.Count == 0 || clause.IndexOf('=') < 0 || clause.Split('=')[0].Trim().IndexOf(' ') >= 0)
        {
            return false;
        }

        // RFC 8601 §2.2: a version may follow the method: dkim/1=pass
        string method = pairs[0].Key;
        int slash = method.IndexOf('/');
        method = slash < 0 ? method : method.Substring(0, slash);
        string verdict = pairs[0].Value.ToLowerInvariant();
        pairs.RemoveAt(0);
        result = new AuthenticationResult(method, verdict, pairs);
        return true;
    }
}
