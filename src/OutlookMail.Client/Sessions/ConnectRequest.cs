using System;
using System.Security;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>Everything Connect-OutlookMailbox can be told. What is null is taken from the environment or from the cloud's own row.</summary>
public sealed class ConnectRequest
{
    /// <summary>A named profile that fills in what this request leaves open; null: the environment, then the default profile.</summary>
    public string? Profile { get; set; }

    /// <summary>Gives the open session that fits, if there is one that works, instead of another one.</summary>
    public bool Ensure { get; set; }

    /// <summary>The session that <see cref="Ensure"/> looks at first.</summary>
    public OutlookSession? Preferred { get; set; }

    /// <summary>Reads a secret from a vault (its name, the secret's name); null where there is none to ask.</summary>
    public Func<string, string, Task<SecureString>>? Vault { get; set; }

    public string? ClientId { get; set; }

    /// <summary>common, organizations, consumers, a tenant id or a verified domain.</summary>
    public string? Tenant { get; set; }

    public OutlookCloud Cloud { get; set; } = OutlookCloud.Global;

    /// <summary>Who signs in: picks the account among those kept, and is offered to the sign-in page.</summary>
    public string? Account { get; set; }

    /// <summary>Whose mail: the account's own when null.</summary>
    public string? Mailbox { get; set; }

    /// <summary>A token that somebody else got. The session cannot renew it.</summary>
    public SecureString? AccessToken { get; set; }

    /// <summary>The app signs in for itself with its secret's value; with <see cref="RedirectUri"/>, a person through it.</summary>
    public SecureString? ClientSecret { get; set; }

    /// <summary>The app's certificate in the user's or the machine's store.</summary>
    public string? CertificateThumbprint { get; set; }

    /// <summary>The app's certificate with its private key, as a PFX or PEM file.</summary>
    public string? CertificatePath { get; set; }

    public SecureString? CertificatePassword { get; set; }

    /// <summary>A file with a token of another identity provider that the app trusts (workload identity federation).</summary>
    public string? FederatedTokenFile { get; set; }

    /// <summary>The identity that Azure gives this machine or runbook.</summary>
    public bool ManagedIdentity { get; set; }

    /// <summary>A user-assigned identity; null for the system-assigned one.</summary>
    public string? ManagedIdentityClientId { get; set; }

    /// <summary>One of a web app's redirect addresses on loopback: a person signs in through an app that has a credential.</summary>
    public string? RedirectUri { get; set; }

    /// <summary>Which of a kept app's sign-ins; None: the first that it was registered for, people's before the app's own.</summary>
    public OutlookAppSignIn SignIn { get; set; }

    /// <summary>In the browser instead of by device code.</summary>
    public bool Interactive { get; set; }

    /// <summary>True where a browser can be opened, so that a blocked device code can go on there.</summary>
    public bool CanOpenBrowser { get; set; }

    /// <summary>Opens an address; null for the system's own browser.</summary>
    public Func<Uri, Task>? OpenBrowser { get; set; }

    /// <summary>Opens the page of a device code by itself.</summary>
    public bool OpenDevicePage { get; set; }

    /// <summary>Only from the store: never shows a code, fails with SignInRequired instead.</summary>
    public bool Silent { get; set; }

    /// <summary>False where nobody is there to type a code; the sign-in then fails with NobodyToSignIn.</summary>
    public bool CanInteract { get; set; } = true;

    /// <summary>Signs in to SMTP instead of IMAP to prove the session, for mailboxes that may only send.</summary>
    public bool SendOnly { get; set; }

    /// <summary>Who SMTP signs in: by default the token's user, and for an app without a person the mailbox.</summary>
    public string? SmtpUser { get; set; }

    /// <summary>http://[user:password@]host:port or socks5://…, for everything; "none" for no proxy at all; null takes the environment's.</summary>
    public string? Proxy { get; set; }

    /// <summary>A running sandbox: its authority, hosts, app, CA and its own store, all at once.</summary>
    public OutlookSandboxInfo? Sandbox { get; set; }

    public string? Authority { get; set; }

    public string? Graph { get; set; }

    public string? ImapServer { get; set; }

    public int? ImapPort { get; set; }

    public string? SmtpServer { get; set; }

    public int? SmtpPort { get; set; }

    /// <summary>STARTTLS instead of TLS from the first octet; by default decided by the port (143).</summary>
    public bool? ImapStartTls { get; set; }

    /// <summary>TLS from the first octet instead of STARTTLS; by default decided by the port (465).</summary>
    public bool? SmtpImplicitTls { get; set; }

    /// <summary>A CA trusted for this session only. Chain and name are checked all the same.</summary>
    public X509Certificate2? CertificateAuthority { get; set; }

    /// <summary>Where accounts are kept; null for the user's data folder.</summary>
    public string? StoreFolder { get; set; }

    /// <summary>Keeps nothing on disk: the account is forgotten with the process.</summary>
    public bool NoStore { get; set; }

    /// <summary>A file for a redacted protocol trace; null for none.</summary>
    public string? TracePath { get; set; }

    /// <summary>How long one read or write may bring nothing before the connection is given up; null for two minutes.</summary>
    public TimeSpan? ResponseTimeout { get; set; }

    /// <summary>How long one command may wait, all its pauses together, while a server asks for pauses or cannot be reached.</summary>
    public TimeSpan RecoveryTime { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>IMAP connections at a time, at most <see cref="ImapPool.LargestSize"/>.</summary>
    public int Connections { get; set; } = ImapPool.DefaultSize;

    /// <summary>The store of an opened bundle, in the place of the user's own.</summary>
    internal TokenStore? Tokens { get; set; }

    internal ConnectRequest Copy() => (ConnectRequest)MemberwiseClone();
}
