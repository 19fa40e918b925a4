BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    $loaded = '[AppDomain]::CurrentDomain.GetAssemblies() | Where-Object { $_.GetName().Name -match "^OutlookMail|^Microsoft.Identity|^AngleSharp" } |
        ForEach-Object { "$($_.GetName().Name) in $([Runtime.Loader.AssemblyLoadContext]::GetLoadContext($_).Name)" } | Sort-Object'
}

Describe 'Import-Module' {
    It 'loads nothing but the cmdlets and Model' {
        Invoke-FreshPwsh "Import-Module `$manifest; $loaded" | Should -Be 'OutlookMail.Model in Default', 'OutlookMail.PowerShell in Default'
    }

    It 'exports what the manifest says' {
        $expected = (Import-PowerShellDataFile (Get-StagedManifest)).CmdletsToExport | Sort-Object
        Invoke-FreshPwsh 'Import-Module $manifest; (Get-Command -Module OutlookMail.PowerShell -CommandType Cmdlet).Name | Sort-Object' |
            Should -Be $expected
    }

    It 'exports the alias' {
        Invoke-FreshPwsh 'Import-Module $manifest; (Get-Alias Test-OutlookAppPermission).ReferencedCommand.Name' |
            Should -Be 'Test-OutlookAppPermissions'
    }

    It 'still exports everything after -Force, and after remove and import' {
        $count = (Import-PowerShellDataFile (Get-StagedManifest)).CmdletsToExport.Count
        Invoke-FreshPwsh 'Import-Module $manifest; Import-Module $manifest -Force
            (Get-Command -Module OutlookMail.PowerShell -CommandType Cmdlet).Count
            Remove-Module OutlookMail.PowerShell
            @(Get-Command -Module OutlookMail.PowerShell).Count
            Import-Module $manifest
            (Get-Command -Module OutlookMail.PowerShell -CommandType Cmdlet).Count
            (Get-OutlookSession | Measure-Object).Count' | Should -Be $count, 0, $count, 0
    }

    It 'puts the client into one context of its own, for eight runspaces' {
        $answer = Invoke-FreshPwsh "
            1..8 | ForEach-Object -ThrottleLimit 8 -Parallel { Import-Module `$using:manifest; Get-OutlookSession }
            $loaded"
        $answer | Should -Contain 'OutlookMail.Client in OutlookMail.PowerShell'
        @($answer -match '^OutlookMail.Client ').Count | Should -Be 1
        @($answer -match '^OutlookMail.Model ') | Should -Be 'OutlookMail.Model in Default'
    }

    It 'keeps its own MSAL beside a rival in the Default context, whichever came first' -ForEach @(
        @{ Order = 'before'; Script = '[Reflection.Assembly]::LoadFrom($rival) | Out-Null; Import-Module $manifest; Get-OutlookSession' }
        @{ Order = 'after'; Script = 'Import-Module $manifest; Get-OutlookSession; [Reflection.Assembly]::LoadFrom($rival) | Out-Null' }
    ) {
        $rival = Get-ChildItem (Join-Path (Split-Path (Get-StagedManifest)) 'bin/net8.0/private/Microsoft.Identity.Client.dll')
        $copy = Copy-Item $rival (New-Item -ItemType Directory (Join-Path $TestDrive "rival-$Order")) -PassThru
        $answer = Invoke-FreshPwsh "`$rival = '$copy'; $Script
            Start-OutlookSandbox | Out-Null
            (Connect-OutlookMailbox).Mailbox
            $loaded"
        $answer | Should -Contain 'ada@contoso.test'
        @($answer -match '^Microsoft.Identity.Client ') | Should -Be 'Microsoft.Identity.Client in Default', 'Microsoft.Identity.Client in OutlookMail.PowerShell'
    }

    It 'shows its types to scripts' {
        Invoke-FreshPwsh 'Import-Module $manifest; [OutlookMail.Model.OutlookAddress]::new("a@b.test", "A").ToString()' | Should -Be 'A <a@b.test>'
    }
}

Describe 'Get-Help' {
    BeforeDiscovery {
        Import-Module "$PSScriptRoot/Module.psm1" -Force
        $cmdlets = (Import-PowerShellDataFile (Get-StagedManifest)).CmdletsToExport
    }

    BeforeAll { Import-Module (Get-StagedManifest) }

    It 'has a page for <_>' -ForEach $cmdlets {
        $help = Get-Help $_ -Full
        $help.Synopsis | Should -Not -Match '\[' -Because 'a synopsis made by the engine is the syntax'
        $help.Description.Text | Should -Not -BeNullOrEmpty
        @($help.Examples.Example).Count | Should -BeGreaterThan 0
    }

    It 'describes a parameter' {
        (Get-Help Connect-OutlookMailbox -Parameter Tenant).Description.Text | Should -Match 'tenant id'
    }

    It 'has the about topics' {
        Get-Help about_OutlookMail_Errors | Should -Match 'FolderNotFound'
        Get-Help about_OutlookMail | Should -Match 'Start-OutlookSandbox'
    }
}
