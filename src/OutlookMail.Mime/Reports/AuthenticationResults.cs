using System;
using System.Collections.Generic;
using System.Text;

namespace OutlookMail.Mime;

/// <summary>One Authentication-Results field (RFC 8601). Believe it only if the receiving server wrote it: a sender can
/// put his own below, so the topmost with the server's own <see cref="Server"/> counts.</summary>
public sealed class AuthenticationResults
{
    private AuthenticationResults(string? server, IReadOnlyList<AuthenticationResult> results)
    {
        Server = server;
        Results = results;
    }

    /// <summary>The authserv-id; null in Exchange's form, which leaves it out.</summary>
    public string? Server { get; }

    public IReadOnlyList<AuthenticationResult> Results { get; }

    /// <summary>E.g. pass for spf; null when the method is not listed.</summary>
    public string? ResultOf(string method)
    {
        foreach (AuthenticationResult result in Results)
        {
            if (string.Equals(result.Method, method, StringComparison.OrdinalIgnoreCase))
            {
                return result.Result;
            }
        }

        return null;
    }

    /// <summary>Every such field of a message, the latest server's first.</summary>
    public static IReadOnlyList<AuthenticationResults> ReadAll(MimeHeaders headers)
    {
        List<AuthenticationResults> all = new();
        foreach (MimeHeader header in headers.All("Authentication-Results"))
        {
            all.Add(Parse(header.Value));
        }

        return all;
    }

    public static AuthenticationResults Parse(string value)
    {
        List<AuthenticationResult> results = new();
        string? server = null;
        bool isFirst = true;
        foreach (string clause in Clauses(value))
        {
            if (AuthenticationResult.TryParse(clause, out AuthenticationResult? result))
            {
                results.Add(result!);
            }
            else if (isFirst && clause.Length > 0)
            {
                // The id may be followed by a version.
                server = clause.Split(new[] { ' ', '\t' }, 2)[0];
            }

            isFirst = false;
        }

        return new AuthenticationResults(server, results);
    }

    /// <summary>The text between semicolons, comments left out and quotes respected.</summary>
    private static List<string> Clauses(string value)
    {
        List<string> clauses = new();
        StringBuilder clause = new();
        int depth = 0;
        bool inQuotes = false;
        for (int i = 0; i < value.Length; i++)
        {
            char c = value[i];
            if (c == '\\' && (inQuotes || depth > 0))
            {
                i++;
            }
            else if (c == '"' && depth == 0)
            {
                inQuotes = !inQuotes;
                clause.Append(c);
            }
            else if (!inQuotes && c is '(' or ')' && !inQuotes)
            {
                depth = Math.Max(0, depth + (c == '(' ? 1 : -1));
            }
            else if (c == ';' && !inQuotes && depth == 0)
            {
                clauses.Add(clause.ToString().Trim());
                clause.Clear();
            }
            else if (depth == 0)
            {
                clause.Append(c);
            }
        }

        clauses.Add(clause.ToString().Trim());
        return clauses;
    }
}
