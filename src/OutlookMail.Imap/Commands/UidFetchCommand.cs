using OutlookMail.Imap.Grammar;

namespace OutlookMail.Imap;

internal sealed class UidFetchCommand : ImapCommand
{
    private readonly string _items;

    public UidFetchCommand(UidSet uids, string items)
    {
        Uids = uids;
        _items = items;
    }

    public UidSet Uids { get; }

    public override string Name => "UID FETCH";

    public override void Write(ImapEncoder encoder) => encoder.Raw("UID FETCH ").Raw(Uids.ToString()).Raw(" (").Raw(_items).Raw(")");
}
