using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using OutlookMail.Imap.Grammar;

namespace OutlookMail.Sandbox.Imap.Commands;

/// <summary>What a LIST or LSUB asks for; the standard profile understands the extended form too (RFC 5258, RFC 5819, RFC 6154).</summary>
internal sealed class ListRequest
{
    private readonly List<string> selection = [];
    private readonly List<string> returns = [];
    private readonly List<Regex> patterns = [];
    private bool isExtended;

    private ListRequest()
    {
    }

    /// <summary>LIST "" "", which asks for the delimiter only (RFC 9051 §6.3.9).</summary>
    public bool AsksDelimiter { get; private set; }

    public bool SubscribedOnly => selection.Contains("SUBSCRIBED");

    public bool SpecialUseOnly => selection.Contains("SPECIAL-USE");

    /// <summary>The extended form tells of children only on request.</summary>
    public bool ReturnsChildren => !isExtended || returns.Contains("CHILDREN");

    public bool ReturnsSubscribed => SubscribedOnly || returns.Contains("SUBSCRIBED");

    /// <summary>STATUS items that come with each folder; null when none were asked for.</summary>
    public List<string>? StatusItems { get; private set; }

    public static ListRequest Read(ImapSession session, ImapCommand command)
    {
        var request = new ListRequest();
        ImapDecoder reader = command.Arguments();
        int start = reader.Position;
        if (session.IsStandard && command.Name == "LIST" && reader.TrySpace() && reader.Peek == '(')
        {
            request.isExtended = true;
            ReadWords(ref reader, request.selection, "SUBSCRIBED", "REMOTE", "RECURSIVEMATCH", "SPECIAL-USE");
        }
        else
        {
            reader.Position = start;
        }

        string reference = FolderArgument.ReadName(ref reader);
        int mark = reader.Position;
        if (session.IsStandard && reader.TrySpace() && reader.TryChar('('))
        {
            request.isExtended = true;
            do
            {
                request.Add(reference, reader.ExpectAString("list-mailbox"));
            }
            while (reader.TrySpace());
            reader.ExpectChar(')', "list-mailbox");
        }
        else
        {
            reader.Position = mark;
            string pattern = FolderArgument.ReadName(ref reader);
            request.AsksDelimiter = pattern.Length == 0 && command.Name == "LIST";
            request.Add(reference, pattern);
        }

        if (session.IsStandard)
        {
            request.ReadReturn(ref reader);
        }

        return reader.AtEnd ? request : throw ImapCommandException.Arguments();
    }

    public bool Matches(string name) => patterns.Exists(p => p.IsMatch(name));

    private void Add(string reference, string pattern) =>
        patterns.Add(ToRegex(reference.Length == 0 ? pattern : reference + (pattern.StartsWith('/') ? "" : "/") + pattern));

    private void ReadReturn(ref ImapDecoder reader)
    {
        if (!reader.TrySpace())
        {
            return;
        }

        if (!Keyword.Is(reader.ExpectAtom("list-return"), "RETURN"))
        {
            throw ImapCommandException.Arguments();
        }

        isExtended = true;
        reader.ExpectSpace("list-return");
        reader.ExpectChar('(', "list-return");
        while (!reader.TryChar(')'))
        {
            string option = Encoding.ASCII.GetString(reader.ExpectAtom("return-option")).ToUpperInvariant();
            if (option == "STATUS")
            {
                reader.ExpectSpace("return-option");
                StatusItems = StatusCommand.ReadItems(ref reader);
            }
            else
            {
                returns.Add(option is "SUBSCRIBED" or "CHILDREN" or "SPECIAL-USE" ? option : throw ImapCommandException.Arguments());
            }

            reader.TrySpace();
        }
    }

    private static void ReadWords(ref ImapDecoder reader, List<string> words, params string[] known)
    {
        reader.ExpectChar('(', "list-select");
        while (!reader.TryChar(')'))
        {
            string word = Encoding.ASCII.GetString(reader.ExpectAtom("list-select")).ToUpperInvariant();
            words.Add(known.Contains(word) ? word : throw ImapCommandException.Arguments());
            reader.TrySpace();
        }
    }

    private static Regex ToRegex(string pattern)
    {
        var text = new StringBuilder("^");
        foreach (char c in pattern)
        {
            text.Append(c switch
            {
                '*' => ".*",
                '%' => "[^/]*",
                _ => Regex.Escape(c.ToString()),
            });
        }

        return new Regex(text.Append('$').ToString(), RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
