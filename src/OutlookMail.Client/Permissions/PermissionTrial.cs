using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>A permission's row and the refusal that it met, for rows that draw their conclusion from it.</summary>
internal sealed class PermissionTrial
{
    public const string SmtpRole = "SMTP.SendAsApp";

    public PermissionTrial(OutlookPermissionResult row, OutlookMailException? refused)
    {
        Row = row;
        Refused = refused;
    }

    public OutlookPermissionResult Row { get; }

    /// <summary>Null when nothing was refused.</summary>
    public OutlookMailException? Refused { get; }

    public bool Works => Row.Proved == true;

    public bool IsImap => Row.Permission is "IMAP.AccessAsUser.All" or "IMAP.AccessAsApp";

    public bool IsSmtp => Row.Permission is "SMTP.Send" or SmtpRole;
}
