using System.Management.Automation;
using System.Security;
using OutlookMail.Client;

namespace OutlookMail.PowerShell.Runtime;

/// <summary>What sealing and opening a session share: the key, of one of three kinds.</summary>
public abstract class OutlookTransferCmdlet : OutlookCmdlet
{
    private protected const string PassPhraseSet = "PassPhrase";
    private protected const string KeyFileSet = "KeyFile";
    private protected const string CertificateSet = "Certificate";
    private protected const string ThumbprintSet = "Thumbprint";

    [Parameter(Mandatory = true, Position = 0)]
    [ValidateNotNullOrEmpty]
    public string? Path { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = PassPhraseSet)]
    [ValidateNotNull]
    public SecureString? PassPhrase { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = KeyFileSet)]
    [ValidateNotNullOrEmpty]
    public string? KeyFile { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = CertificateSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificatePath { get; set; }

    [Parameter(ParameterSetName = CertificateSet)]
    [ValidateNotNull]
    public SecureString? CertificatePassword { get; set; }

    [Parameter(Mandatory = true, ParameterSetName = ThumbprintSet)]
    [ValidateNotNullOrEmpty]
    public string? CertificateThumbprint { get; set; }

    private protected string FullPath(string path) => FileSystemPaths.Target(this, path, literal: false);

    private protected TransferKey Key() => new()
    {
        PassPhrase = PassPhrase,
        KeyFile = KeyFile is null ? null : FullPath(KeyFile),
        CertificatePath = CertificatePath is null ? null : FullPath(CertificatePath),
        CertificatePassword = CertificatePassword,
        CertificateThumbprint = CertificateThumbprint,
    };
}
