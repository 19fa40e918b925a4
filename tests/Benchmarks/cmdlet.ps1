# Lists a folder, or takes it out into files, by the bare client and by the cmdlet, one after the other in this process, and
# prints the times in milliseconds as JSON, with the processor time of each. The token comes by OUTLOOKMAIL_BENCH_TOKEN, since a command line can be read by others.
param(
    [Parameter(Mandatory)] [string] $Manifest,
    [Parameter(Mandatory)] [string] $Server,
    [Parameter(Mandatory)] [int] $Port,
    [Parameter(Mandatory)] [string] $User,
    [Parameter(Mandatory)] [string] $CertificateAuthority,
    [ValidateSet('List', 'Export')] [string] $Operation = 'List',
    [string] $Target = [IO.Path]::GetTempPath(),
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

    public static long Export(string target) { return Task.Run(() => ExportAsync(target)).GetAwaiter().GetResult(); }

    private static async Task<long> ExportAsync(string target)
    {
        await connection.SelectAsync(folder, true);
        UidSet all = UidSet.Of(await connection.UidSearchAsync(SearchQuery.All));
        long count = 0;
        IAsyncEnumerator<FetchedBody> bodies = connection.UidFetchBodyAsync(all).GetAsyncEnumerator();
        while (await bodies.MoveNextAsync())
        {
            using (var file = new FileStream(Path.Combine(target, bodies.Current.Uid + ".eml"), FileMode.CreateNew, FileAccess.Write, FileShare.None, 1))
            {
                await bodies.Current.CopyToAsync(file);
            }

            count++;
        }

        await bodies.DisposeAsync();
        return count;
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


$bare = if ($Operation -eq 'List') { { [BareClient]::List() } } else { { [BareClient]::Export((New-Item $work -ItemType Directory).FullName) } }
$cmdlet = if ($Operation -eq 'List') { { Get-OutlookMail -Folder $Folder } } else { { Export-OutlookMailbox $work -Folder $Folder } }
$work = Join-Path $Target "outlookmail-cmdlet-$PID"
$process = [Diagnostics.Process]::GetCurrentProcess()

function Measure-Turn([scriptblock] $Script) {
    [GC]::Collect()
    $process.Refresh()
    $before = $process.TotalProcessorTime
    $watch = [Diagnostics.Stopwatch]::StartNew()
    if ($Script -eq $bare) { $script:items = & $Script } else { & $Script | Out-Null }
    $time = $watch.Elapsed.TotalMilliseconds
    $process.Refresh()
    if (Test-Path $work) { Remove-Item $work -Recurse }
    [pscustomobject]@{ Time = $time; Cpu = ($process.TotalProcessorTime - $before).TotalMilliseconds }
}

# The first turns let the JIT finish.
1..3 | ForEach-Object { Measure-Turn $bare; Measure-Turn $cmdlet } | Out-Null
$turns = foreach ($turn in 1..$Runs) { [pscustomobject]@{ Raw = Measure-Turn $bare; Ours = Measure-Turn $cmdlet } }
@{ raw = @($turns.Raw.Time); rawCpu = @($turns.Raw.Cpu); ours = @($turns.Ours.Time); oursCpu = @($turns.Ours.Cpu); items = $items } | ConvertTo-Json -Compress
