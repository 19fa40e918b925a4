# What every file of the suite begins with: where the staged module is, and a way to run a script in a fresh pwsh.

$script:Manifest = Get-ChildItem "$PSScriptRoot/../../out/OutlookMail.PowerShell/*/OutlookMail.PowerShell.psd1" |
    Sort-Object LastWriteTime | Select-Object -Last 1 -ExpandProperty FullName
if (-not $script:Manifest) { throw 'No staged module: run dotnet build first.' }

Import-Module "$PSScriptRoot/SecretWatch.psm1"

function Get-StagedManifest { $script:Manifest }

# Runs a script in a process of its own and returns what it output, line by line. $manifest is set in it.
function Invoke-FreshPwsh {
    param([string] $Script, [string[]] $Arguments = @())
    $file = Join-Path $TestDrive "$([guid]::NewGuid()).ps1"
    Set-Content $file "`$ErrorActionPreference = 'Stop'`n`$PSStyle.OutputRendering = 'PlainText'`n`$manifest = '$script:Manifest'`n$(Get-WatchedScript $Script)"
    & (Get-Process -Id $PID).Path -NoProfile @Arguments -File $file 2>&1
}

# Runs a script in a runspace of its own within this process, with the module imported; returns its PowerShell object.
function New-ModuleRunspace {
    $state = [initialsessionstate]::CreateDefault2()
    $state.ImportPSModule($script:Manifest)
    $runspace = [runspacefactory]::CreateRunspace($state)
    $runspace.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $runspace
    $shell
}

Export-ModuleMember -Function Get-StagedManifest, Invoke-FreshPwsh, New-ModuleRunspace
