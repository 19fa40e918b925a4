using System;
using System.Collections.Generic;

namespace OutlookMail.Smtp.Grammar;

/// <summary>A command as a server reads it: verb and the rest of its line, RFC 5321 §4.1.1.</summary>
public readonly struct CommandLine
{
    private CommandLine(string verb, string argument)
    {
        Verb = verb;
        Argument = argument;
    }

    /// <summary>In upper case.</summary>
    public string Verb { get; }

    /// <summary>What follows the verb without surrounding spaces; empty when there is nothing.</summary>
    public string Argument { get; }

    /// <param name="line">Without CRLF.</param>
    public static CommandLine Parse(string line)
    {
        string trimmed = line.Trim(' ', '\t');
        int space = trimmed.IndexOf(' ');
        return space < 0
            ? new CommandLine(trimmed.ToUpperInvariant(), string.Empty)
            : new CommandLine(trimmed.Substring(0, space).ToUpperInvariant(), trimmed.Substring(space + 1).Trim(' ', '\t'));
    }

    /// <summary>Reads <c>FROM:&lt;path&gt; parameters</c> or <c>TO:&lt;path&gt; parameters</c> out of <see cref="Argument"/>.</summary>
    /// <param name="keyword">"FROM" or "TO".</param>
    /// <param name="address">Without angle brackets and without a source route; empty for the null reverse-path.</param>
    public bool TryReadPath(string keyword, out string address, out IReadOnlyList<EsmtpParameter> parameters)
    {
        address = string.Empty;
        parameters = [];
        if (!Argument.StartsWith(keyword + ":", StringComparison.OrdinalIgnoreCase))
            return false;
        // A space behind the colon is outside RFC 5321 §3.3 and sent by enough clients.
        string rest = Argument.Substring(keyword.Length + 1).TrimStart(' ');
        int close = rest.Length > 0 && rest[0] == '<' ? FindClosingBracket(rest) : -1;
        if (close < 0 || (close + 1 < rest.Length && rest[close + 1] != ' '))
            return false;

        address = rest.Substring(1, close - 1);
        // RFC 5321 §4.1.2 A-d-l: a source route is to be accepted and ignored.
        int route = address.Length > 0 && address[0] == '@' ? address.IndexOf(':') : -1;
        if (route > 0)
            address = address.Substring(route + 1);
        return (address.Length == 0 || Mailbox.FindError(address, out _, out _) is null)
            && EsmtpParameter.TryParseAll(rest.Substring(close + 1), out parameters);
    }

    private static int FindClosingBracket(string path)
    {
        bool quoted = false;
        for (int i = 1; i < path.Length; i++)
        {
            if (path[i] == '\\' && quoted)
                i++;
            else if (path[i] == '"')
                quoted = !quoted;
            else if (path[i] == '>' && !quoted)
                return i;
        }

        return -1;
    }
}
