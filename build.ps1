<#
.SYNOPSIS
Builds, tests and packages the module. It only calls dotnet and Pester.
.EXAMPLE
./build.ps1 -Task Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pester', 'Package')]
    [string[]] $Task = 'Build',

    [ValidateSet('Debug', 'Release')]
    [string] $Configuration = 'Debug',

    # Where Pester's results go, as NUnit XML.
    [string] $ResultPath
)

$ErrorActionPreference = 'Stop'

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $($args[0]) failed with exit code $LASTEXITCODE." }
}

function Invoke-PesterSuite {
    Import-Module Pester -MinimumVersion 5.5
    $run = New-PesterConfiguration
    $run.Run.Path = "$PSScriptRoot/tests/Pester"
    $run.Run.PassThru = $true
    $run.Output.Verbosity = 'Detailed'
    if ($ResultPath) {
        $run.TestResult.Enabled = $true
        $run.TestResult.OutputPath = $ResultPath
    }
    Import-Module "$PSScriptRoot/tests/Pester/SecretWatch.psm1"
    Start-SecretWatch
    $result = Invoke-Pester -Configuration $run
    $found = Stop-SecretWatch
    if ($found) { throw "Secrets were seen in:`n$($found -join "`n")" }
    if ($result.Result -ne 'Passed') { exit [Math]::Max(1, $result.FailedCount) }
}

switch ($Task) {
    'Build' { Invoke-Dotnet build $PSScriptRoot/OutlookMail.PowerShell.sln -c $Configuration }
    'Test' { Invoke-Dotnet test $PSScriptRoot/OutlookMail.PowerShell.sln -c $Configuration }
    'Pester' { Invoke-PesterSuite }
    'Package' { Invoke-Dotnet publish $PSScriptRoot/src/OutlookMail.PowerShell -c Release }
}
