using System;
using System.IO;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using OutlookMail.Identity;
using OutlookMail.Model;

namespace OutlookMail.Client;

/// <summary>
/// What the host's variables say beside the app and its proof: whose mail it is, and mail servers that are nobody's cloud.
/// They fill in what a request leaves open; a sandbox never looks at them.
/// </summary>
internal static class EnvironmentBlanks
{
    public const string Mailbox = "OUTLOOKMAIL_MAILBOX";
    public const string ImapServer = "OUTLOOKMAIL_IMAP_SERVER";
    public const string SmtpServer = "OUTLOOKMAIL_SMTP_SERVER";
    public const string CertificateAuthority = "OUTLOOKMAIL_CERTIFICATE_AUTHORITY";

    /// <exception cref="OutlookMailException">VariableInvalid.</exception>
    public static ConnectRequest Fill(ConnectRequest request, Func<string, string?> environment)
    {
        var filled = request.Copy();
        if (request.Sandbox is not null)
        {
            return filled;
        }

        // Who names an account means its own mailbox.
        filled.Mailbox ??= request.Account is null ? Value(environment, Mailbox) : null;
        if (request.Cloud == OutlookCloud.Global && request.Authority is null)
        {
            if (request.ImapServer is null && Server(environment, ImapServer) is { } imap)
            {
                (filled.ImapServer, filled.ImapPort) = (imap.Host, request.ImapPort ?? imap.Port);
            }

            if (request.SmtpServer is null && Server(environment, SmtpServer) is { } smtp)
            {
                (filled.SmtpServer, filled.SmtpPort) = (smtp.Host, request.SmtpPort ?? smtp.Port);
            }

            filled.CertificateAuthority ??= Value(environment, CertificateAuthority) is { } path ? Read(path) : null;
        }

        return filled;
    }

    private static (string Host, int? Port)? Server(Func<string, string?> environment, string variable)
    {
        if (Value(environment, variable) is not { } text)
        {
            return null;
        }

        return Uri.TryCreate("mail://" + text, UriKind.Absolute, out var address) && address is { Host.Length: > 0, AbsolutePath: "" or "/", UserInfo: "", Query: "", Fragment: "" }
            ? (address.Host.Trim('[', ']'), address.Port > 0 ? address.Port : null)
            : throw SignInErrors.VariableInvalid(variable, "a host's name, or host:port", null);
    }

    private static X509Certificate2 Read(string path)
    {
        try
        {
            return new X509Certificate2(File.ReadAllBytes(path));
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw SignInErrors.VariableInvalid(CertificateAuthority, "the path of a CA certificate (PEM or DER)", e);
        }
    }

    private static string? Value(Func<string, string?> environment, string name) => environment(name)?.Trim() is { Length: > 0 } value ? value : null;
}
