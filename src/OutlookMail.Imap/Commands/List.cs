using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Imap.Grammar;
using OutlookMail.Imap.Responses;
using OutlookMail.Wire;

namespace OutlookMail.Imap;

public sealed partial class ImapConnection
{
    // RFC 9051 §6.3.9
    /// <param name="reference">Usually "".</param>
    /// <param name="pattern">A name with <c>*</c> (any) and <c>%</c> (any within one level).</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task<IReadOnlyList<ListResponse>> ListAsync(string reference, string pattern, CancellationToken cancellationToken = default)
    {
        var command = new ListCommand("LIST", reference, pattern, Utf8);
        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        return command.Found;
    }

    // RFC 5258, RFC 5819, RFC 6154; RFC 3501 §6.3.9 LSUB
    /// <summary>The same with more about each folder.</summary>
    public async Task<IReadOnlyList<ListResponse>> ListAsync(
        string reference, string pattern, ListOptions options, CancellationToken cancellationToken = default)
    {
        bool extended = Capabilities.Has("LIST-EXTENDED");
        bool listStatus = extended && Capabilities.Has("LIST-STATUS");
        var command = new ListCommand(options.SubscribedOnly && !extended ? "LSUB" : "LIST", reference, pattern, Utf8);
        if (extended)
        {
            command.Selection = options.SubscribedOnly ? "(SUBSCRIBED) " : "";
            command.Return = ReturnOf(options, listStatus);
        }

        await ExecuteAsync(command, cancellationToken).ConfigureAwait(false);
        if (options.Status != StatusItems.None && !listStatus)
        {
            await AddStatusAsync(command, options.Status, cancellationToken).ConfigureAwait(false);
        }

        return command.Found;
    }

    private string ReturnOf(ListOptions options, bool listStatus)
    {
        var items = new List<string>();
        if (options.SubscribedOnly)
        {
            items.Add("SUBSCRIBED");
        }

        if (options.SpecialUse && Capabilities.Has("SPECIAL-USE"))
        {
            items.Add("SPECIAL-USE");
        }

        if (options.Status != StatusItems.None && listStatus)
        {
            items.Add("STATUS " + StatusReader.Write(options.Status));
        }

        return items.Count == 0 ? "" : " RETURN (" + string.Join(" ", items) + ")";
    }

    private async Task AddStatusAsync(ListCommand list, StatusItems items, CancellationToken cancellationToken)
    {
        var found = new List<FolderStatus>();
        StatusCommand[] commands = list.Found
            .Where(f => !f.Has("\\NoSelect") && !f.Has("\\NonExistent"))
            .Select(f => new StatusCommand(f.Name, items, Utf8, found))
            .ToArray();
        // A folder whose status is refused (removed meanwhile, no right) is still a folder.
        await TryExecuteAllAsync(commands, cancellationToken).ConfigureAwait(false);
        found.ForEach(list.Take);
    }
}

internal sealed class ListCommand : ImapCommand
{
    private readonly string _reference;
    private readonly string _pattern;
    private readonly bool _utf8;

    public ListCommand(string name, string reference, string pattern, bool utf8)
    {
        Name = name;
        _reference = reference;
        _pattern = pattern;
        _utf8 = utf8;
    }

    public override string Name { get; }

    public string Selection { get; set; } = "";

    public string Return { get; set; } = "";

    public List<ListResponse> Found { get; } = [];

    public override void Write(ImapEncoder encoder) =>
        encoder.Raw(Name).Space().Raw(Selection).Pattern(_reference).Space().Pattern(_pattern).Raw(Return);

    public override bool Data(DataKind kind, uint number, ref ImapDecoder decoder)
    {
        if (kind == DataKind.Status)
        {
            Take(StatusReader.Read(ref decoder, _utf8));
            return true;
        }

        if (kind is not (DataKind.List or DataKind.LSub))
        {
            return false;
        }

        if (Found.Count == ImapLimits.Folders)
        {
            throw new ServerProtocolException("in list: more than the limit");
        }

        Found.Add(ListResponse.Read(ref decoder, _utf8));
        return true;
    }

    public void Take(FolderStatus status)
    {
        // RFC 5819 §2: it comes behind the LIST response of its folder, as a rule the last one.
        ListResponse? folder = Found.FindLast(f => string.Equals(f.Name, status.Name, StringComparison.Ordinal));
        if (folder is not null)
        {
            folder.Status = status;
        }
    }
}
