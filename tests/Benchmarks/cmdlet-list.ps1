# Lists a folder by the bare client and by Get-OutlookMail, one after the other in this process, and prints the times in
# milliseconds as JSON. The token comes by OUTLOOKMAIL_BENCH_TOKEN, since a command line can be read by others.
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $Server,
    [Parameter(Mandatory)] [int] $Port,
    [Parameter(Mandatory)] [string] $User,
    [Parameter(Mandatory)] [string] $CertificateAuthority,
    [string] $Folder = 'INBOX',
    [int] $Runs = 5
)

$ErrorActionPreference = 'Stop'
$private = Join-Path (Split-Path $Manifest) 'bin/net8.0/private'
$references = foreach ($name in 'OutlookMail.Wire', 'OutlookMail.Imap') { Join-Path $private "$name.dll" }
$references | ForEach-Object { Add-Type -Path $_ }
Add-Type -IgnoreWarnings -CompilerOptions '-nowarn:CS1701' -ReferencedAssemblies (@($references) + 'System.Runtime', 'System.Memory', 'System.Collections', 'System.Threading', 'System.Security.Cryptography', 'System.Runtime.InteropServices', 'netstandard') -TypeDefinition @'
using System.Collections.Generic;
using System.IO;
using System.Security.Cryptography.X509Certificates;
using System.Threading.Tasks;
using OutlookMail.Imap;
using OutlookMail.Wire;

public static class BareClient
{
    private static ImapConnection connection;
    private static string folder;

    public static void Open(string server, int port, string authority, string user, string token, string name)
    {
        folder = name;
        var options = new WireOptions { CertificateAuthority = X509Certificate2.CreateFromPem(File.ReadAllText(authority)) };
        connection = ImapConnection.ConnectAsync(new WireEndpoint(server, port, TlsMode.Implicit), options).GetAwaiter().GetResult();
        connection.AuthenticateAsync(user, token).GetAwaiter().GetResult();
    }

    public static long List() { return Task.Run(() => ListAsync()).GetAwaiter().GetResult(); }

    private static async Task<long> ListAsync()
    {
        await connection.SelectAsync(folder, true);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        long count = 0;
        IAsyncEnumerator<FetchedMessage> messages = connection.UidFetchAsync(all, FetchItems.Summary).GetAsyncEnumerator();
        while (await messages.MoveNextAsync())
        {
            count += messages.Current.Envelope == null ? 0 : 1;
        }

        await messages.DisposeAsync();
        return count;
    }
}
'@

Import-Module $Manifest
$token = $env:OUTLOOKMAIL_BENCH_TOKEN
$env:OUTLOOKMAIL_BENCH_TOKEN = $null
[BareClient]::Open($Server, $Port, $CertificateAuthority, $User, $token, $Folder)
$secure = [securestring]::new()
$token.ToCharArray() | ForEach-Object { $secure.AppendChar($_) }
Connect-OutlookMailbox -AccessToken $secure -Account $User -ImapServer $Server -ImapPort $Port -SmtpServer $Server -CertificateAuthority $CertificateAuthority | Out-Null

$raw = [Collections.Generic.List[double]]::new()
$ours = [Collections.Generic.List[double]]::new()
$first = [Collections.Generic.List[double]]::new()
foreach ($turn in (-2)..$Runs) {
    [GC]::Collect()
    $watch = [Diagnostics.Stopwatch]::StartNew()
    $items = [BareClient]::List()
    $rawTime = $watch.Elapsed.TotalMilliseconds
    [GC]::Collect()
    $watch.Restart()
    Get-OutlookMail -Folder $Folder | Out-Null
    $time = $watch.Elapsed.TotalMilliseconds
    $watch.Restart()
    Get-OutlookMail -Folder $Folder | Select-Object -First 1 | Out-Null
    $firstTime = $watch.Elapsed.TotalMilliseconds
    # The first turns let the JIT finish.
    if ($turn -gt 0) { $raw.Add($rawTime); $ours.Add($time); $first.Add($firstTime) }
}

@{ raw = $raw; ours = $ours; first = $first; items = $items } | ConvertTo-Json -Compress
