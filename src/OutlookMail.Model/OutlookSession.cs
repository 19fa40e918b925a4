using System;

namespace OutlookMail.Model;

/// <summary>
/// A signed-in mailbox, as a handle. It holds no token and no socket: those stay with the client, so that a session can
/// be printed, exported to CSV or kept in a variable without a secret going along.
/// </summary>
public sealed class OutlookSession
{
    public OutlookSession(Guid id, string account, string mailbox)
    {
        Id = id;
        Account = account;
        Mailbox = mailbox;
    }

    public Guid Id { get; }

    /// <summary>Who signed in: the user name of the token.</summary>
    public string Account { get; }

    /// <summary>Whose mail is read and sent: the account itself, or a shared mailbox.</summary>
    public string Mailbox { get; }

    public OutlookCloud Cloud { get; set; }

    /// <summary>DeviceCode, AccessToken, …: the flow that the session was begun with.</summary>
    public string SignIn { get; set; } = "";

    public string? ClientId { get; set; }

    public string? Tenant { get; set; }

    public string ImapServer { get; set; } = "";

    public string SmtpServer { get; set; } = "";

    /// <summary>Permissions that the token answer granted, without their resource prefix.</summary>
    public string[] Scopes { get; set; } = Array.Empty<string>();

    public DateTimeOffset ConnectedOn { get; set; }

    /// <summary>When the present access token ends. The session renews it by itself where the flow can.</summary>
    public DateTimeOffset TokenExpiresOn { get; set; }

    /// <summary>True when a sandbox answers, so that nobody takes its mail for real mail.</summary>
    public bool IsSandbox { get; set; }

    /// <summary>False once the session was disconnected; a cmdlet given it then fails with SessionClosed.</summary>
    public bool IsOpen { get; set; } = true;

    public override string ToString() => IsSandbox ? $"{Mailbox} (SANDBOX)" : Mailbox;
}
