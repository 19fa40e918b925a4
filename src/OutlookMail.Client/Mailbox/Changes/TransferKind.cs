namespace OutlookMail.Client;

internal enum TransferKind
{
    Copy,
    Move,
    Delete,
}
