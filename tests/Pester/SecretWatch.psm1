# The search for secrets over a whole run of the suite: in every exception that this process and the fresh ones throw, in
# protocol traces, in transcripts of all that a host showed, and in the command lines of all processes.

$script:Folder = $null

# A search of its own; compiled once for this process and those that it starts.
function New-SecretSearch {
    if (-not ('OutlookMail.SecretSearch.SecretSearch' -as [type])) {
        if (-not $env:OUTLOOKMAIL_TEST_SEARCH) {
            $file = Join-Path ([IO.Path]::GetTempPath()) "omt-search-$([guid]::NewGuid().ToString('N')).dll"
            Add-Type -Path "$PSScriptRoot/../SecretSearch/SecretSearch.cs" -OutputAssembly $file -IgnoreWarnings -WarningAction SilentlyContinue
            $env:OUTLOOKMAIL_TEST_SEARCH = $file
        }
        Add-Type -Path $env:OUTLOOKMAIL_TEST_SEARCH
    }
    [OutlookMail.SecretSearch.SecretSearch]::new()
}

function Start-SecretWatch {
    $script:Folder = Join-Path ([IO.Path]::GetTempPath()) "omt-watch-$([guid]::NewGuid().ToString('N'))"
    New-Item -ItemType Directory "$script:Folder/log", "$script:Folder/found" | Out-Null
    $script:Search = New-SecretSearch
    $env:OUTLOOKMAIL_TRACE = "$script:Folder/log/trace.log"
    $env:OUTLOOKMAIL_TEST_FOUND = "$script:Folder/found"
    Start-Transcript "$script:Folder/log/transcript.txt" | Out-Null
}

# Where secrets were seen, here and in the fresh processes; nothing when all is well.
function Stop-SecretWatch {
    Stop-Transcript | Out-Null
    $script:Search.NoteFolder('the log folder:', "$script:Folder/log")
    $script:Search.Dispose()
    if ($script:Search.Known -eq 0) { 'no secret was ever known, so that none was searched for' }
    $script:Search.Found()
    Get-ChildItem "$script:Folder/found" | Get-Content
    Remove-Item $script:Folder -Recurse
    Remove-Item $env:OUTLOOKMAIL_TEST_SEARCH -ErrorAction Ignore
    Remove-Item env:OUTLOOKMAIL_TRACE, env:OUTLOOKMAIL_TEST_FOUND, env:OUTLOOKMAIL_TEST_SEARCH
}

# The script of a fresh process, searched as this one is. It knows the secrets of its own sandboxes and no others.
function Get-WatchedScript([string] $Script) {
    if (-not $env:OUTLOOKMAIL_TEST_FOUND) { return $Script }
    @"
Import-Module '$PSCommandPath'
`$watchedSearch = New-SecretSearch
`$watchedLog = New-Item -ItemType Directory (Join-Path ([IO.Path]::GetTempPath()) "omt-log-`$([guid]::NewGuid().ToString('N'))")
`$env:OUTLOOKMAIL_TRACE = "`$watchedLog/trace.log"
Start-Transcript "`$watchedLog/transcript.txt" | Out-Null
try {
$Script
}
finally {
    Stop-Transcript | Out-Null
    `$watchedSearch.NoteFolder('the log folder of a fresh process:', `$watchedLog)
    if (`$watchedSearch.Found()) { Set-Content "`$env:OUTLOOKMAIL_TEST_FOUND/`$PID.txt" `$watchedSearch.Found() }
    Remove-Item `$watchedLog -Recurse
}
"@
}

Export-ModuleMember -Function New-SecretSearch, Start-SecretWatch, Stop-SecretWatch, Get-WatchedScript
