# Named profiles, the order of sources, device code switches, sealed sessions: what a real engine has to say to them.

BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    $oldHome = $env:OUTLOOKMAIL_HOME
    $env:OUTLOOKMAIL_HOME = "$TestDrive/home"

    # Everything that names the sandbox as a cloud of one's own: what is kept then lies on the disk, as with a real one.
    function Get-CloudParameter($sandbox) {
        $ca = "$TestDrive/ca-$($sandbox.Id).pem"
        Set-Content $ca $sandbox.CertificateAuthorityPem
        @{
            Authority = $sandbox.Authority; Graph = $sandbox.Graph; ClientId = $sandbox.ClientId; Tenant = $sandbox.Tenant
            ImapServer = $sandbox.ImapHost; ImapPort = $sandbox.ImapPort; SmtpServer = $sandbox.SmtpHost; SmtpPort = $sandbox.SmtpPort
            CertificateAuthority = $ca
        }
    }
}

AfterAll {
    $env:OUTLOOKMAIL_HOME = $oldHome
    Get-OutlookSession | Disconnect-OutlookMailbox
}

Describe 'Profiles' {
    BeforeAll {
        $sandbox = Start-OutlookSandbox
        Set-OutlookAppCredential -Profile 'night job' -ClientId $sandbox.ClientId -NoDefault
        Set-OutlookAppCredential -Profile nightly -ClientId $sandbox.ClientId -Mailbox ada@contoso.test
    }
    AfterAll { Stop-OutlookSandbox }

    It 'completes -Profile' {
        $line = 'Connect-OutlookMailbox -Profile ni'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be "'night job'", 'nightly'
    }

    It 'of a sandbox are no others, and stay out of the store of real ones' {
        Get-OutlookAppCredential -Profile * | ForEach-Object Profile | Should -Be 'night job', 'nightly'
        Get-OutlookAppCredential -Profile * -Cloud Global | Should -BeNullOrEmpty
    }

    It 'keep everything and show no secret' {
        $cloud = Get-CloudParameter $sandbox
        $secret = ConvertTo-SecureString 'a-secret-value-that-is-long' -AsPlainText
        $kept = Set-OutlookAppCredential -Profile daemon @cloud -ClientSecret $secret -Mailbox bob@contoso.test -NoDefault -PassThru
        $kept.SignIn, $kept.HasSecret | Should -Be 'ClientSecret', $true
        ($kept | Format-List * | Out-String) | Should -Not -Match 'a-secret-value'
        Get-ChildItem $env:OUTLOOKMAIL_HOME -Recurse -File | Get-Content -Raw | Should -Not -Match 'a-secret-value'
        @(Get-OutlookAppCredential -Profile d* -Cloud Global) | Should -HaveCount 1
        Remove-OutlookAppCredential -Profile daemon -Cloud Global -Force
        @(Get-OutlookAppCredential -Profile d* -Cloud Global) | Should -HaveCount 0
    }

    It 'sign in by name, and -Verbose says where the sign-in comes from' {
        $session = Connect-OutlookMailbox -Profile nightly -Verbose 4> "$TestDrive/said.txt"
        $session.Mailbox | Should -Be 'ada@contoso.test'
        Get-Content "$TestDrive/said.txt" -Raw | Should -Match "the profile 'nightly'"
    }

    It 'name the known ones for an unknown name' {
        $failure = { Connect-OutlookMailbox -Profile other } | Should -Throw -PassThru -ErrorId 'ProfileNotFound,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand'
        $failure.ErrorDetails.RecommendedAction | Should -Match 'nightly'
    }

    It 'are used by default where neither the command nor the environment names an app' {
        $cloud = Get-CloudParameter $sandbox
        Set-OutlookAppCredential -Profile nightly @cloud
        $answer = Invoke-FreshPwsh 'Import-Module $manifest; $session = Connect-OutlookMailbox -OnDeviceCode { } -Verbose 4>&1; "$session"'
        "$answer" | Should -Match "the default profile 'nightly'"
        $answer = Invoke-FreshPwsh '$env:AZURE_CLIENT_ID = "22222222-2222-4333-8444-555555555555"; Import-Module $manifest
            try { Connect-OutlookMailbox -Silent -Verbose 4> "$HOME/$PID.txt" } catch { $_.FullyQualifiedErrorId }
            Get-Content "$HOME/$PID.txt"; Remove-Item "$HOME/$PID.txt"'
        "$answer" | Should -Match 'the environment \(AppOnly from AZURE_CLIENT_ID\)'
        Remove-OutlookAppCredential -Profile nightly -Cloud Global -Force
    }

    It 'without any app there is NoApp, whose fix names the ways to one' {
        $answer = Invoke-FreshPwsh 'Import-Module $manifest
            try { Connect-OutlookMailbox } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }'
        $answer[0] | Should -Be 'NoApp,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand'
        $answer[1] | Should -Match 'Register-OutlookApp'
        $answer[1] | Should -Match '-ClientId'
        $answer[1] | Should -Match 'Start-OutlookSandbox'
    }
}

Describe 'A SecretManagement vault' {
    # The suite installs no Microsoft.PowerShell.SecretManagement: two functions of its names and parameters, as its help
    # gives them, stand for it.
    BeforeAll {
        $sandbox = Start-OutlookSandbox -ExchangeCommands
        $app = Register-OutlookApp -Name Daemon -SignIn AppOnly -Sandbox $sandbox -Confirm:$false -WarningAction SilentlyContinue
        $global:FakeVault = @{}
        function global:Set-Secret {
            [CmdletBinding()] param([string] $Name, [object] $Secret, [string] $Vault, [hashtable] $Metadata, [switch] $NoClobber)
            $global:FakeVault["$Vault/$Name"] = $Secret
        }
        function global:Get-Secret {
            [CmdletBinding()] param([string] $Name, [string] $Vault, [switch] $AsPlainText)
            if (-not $global:FakeVault.ContainsKey("$Vault/$Name")) { throw "The secret $Name was not found." }
            $global:FakeVault["$Vault/$Name"]
        }
    }
    AfterAll {
        Remove-Item function:Set-Secret, function:Get-Secret
        Remove-Variable FakeVault -Scope Global
        Stop-OutlookSandbox
    }

    It 'gets the secret, and gives it at the sign-in' {
        $secret = ConvertTo-SecureString 'kept-in-the-vault-alone' -AsPlainText
        $kept = Set-OutlookAppCredential -Profile vaulted -ClientId $app.ClientId -Tenant $sandbox.Tenant -Mailbox bob@contoso.test -Vault Work -ClientSecret $secret -PassThru
        $kept.Vault | Should -Be 'Work'
        $FakeVault['Work/vaulted'] | Should -Be $secret
        { Connect-OutlookMailbox -Profile vaulted } | Should -Throw -ErrorId 'SignInFailed,*' -ExpectedMessage '*7000215*'
    }

    It 'says what is missing when the vault has it not' {
        $FakeVault.Clear()
        { Connect-OutlookMailbox -Profile vaulted } | Should -Throw -ErrorId 'VaultUnavailable,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand'
    }

    It 'says so where there is no SecretManagement at all' {
        $answer = Invoke-FreshPwsh 'Import-Module $manifest
            $sandbox = Start-OutlookSandbox
            $secret = ConvertTo-SecureString a-secret-value-that-is-long -AsPlainText
            try { Set-OutlookAppCredential -Profile v -ClientId $sandbox.ClientId -Vault Work -ClientSecret $secret } catch { $_.FullyQualifiedErrorId }'
        $answer | Select-Object -Last 1 | Should -Be 'VaultUnavailable,OutlookMail.PowerShell.Commands.SetOutlookAppCredentialCommand'
    }
}

Describe 'A device code' {
    It 'goes to the clipboard on request' {
        Start-OutlookSandbox | Out-Null
        function global:Set-Clipboard { param([string] $Value) $global:Clip = $Value }
        try {
            Connect-OutlookMailbox -CopyCode -OnDeviceCode { param($code) $script:shown = $code.UserCode } | Out-Null
            $global:Clip | Should -Be $shown
        }
        finally {
            Remove-Item function:Set-Clipboard
            Stop-OutlookSandbox
        }
    }

    It 'warns where there is no clipboard, and goes on' {
        Start-OutlookSandbox | Out-Null
        function global:Set-Clipboard { throw 'no clipboard here' }
        try {
            Connect-OutlookMailbox -CopyCode -WarningVariable warned -WarningAction SilentlyContinue | Should -HaveCount 1
            "$warned" | Should -Match 'no clipboard here'
        }
        finally {
            Remove-Item function:Set-Clipboard
            Stop-OutlookSandbox
        }
    }

    It 'is seen when the output is captured' {
        $answer = Invoke-FreshPwsh 'Import-Module $manifest
            Start-OutlookSandbox -Approval Page | Out-Null
            $shell = [powershell]::Create("CurrentRunspace").AddScript({ $captured = Connect-OutlookMailbox -OnDeviceCode { param($code) throw "stop" } })
            try { $captured = Connect-OutlookMailbox -OnDeviceCode { throw "stop" } } catch { }'
        "$answer" | Should -Match '/device' -Because 'the host shows the page although the output goes into a variable'
    }

    It 'counts down as progress, and Ctrl+C ends the wait' {
        $shell = New-ModuleRunspace
        [void] $shell.AddScript('Start-OutlookSandbox -Approval Page | Out-Null; $captured = Connect-OutlookMailbox -OnDeviceCode { }; $captured')
        $wait = $shell.BeginInvoke()
        while ($shell.Streams.Progress.Count -eq 0 -and -not $wait.IsCompleted) { [Threading.Thread]::Yield() | Out-Null }
        $record = $shell.Streams.Progress[0]
        $record.Activity | Should -Be 'Waiting for the sign-in'
        $record.SecondsRemaining | Should -BeGreaterThan 800
        $shell.Stop()
        $shell.InvocationStateInfo.State | Should -Be 'Stopped'
        $shell.Runspace.Dispose()
    }
}

Describe 'Other runspaces' {
    BeforeAll {
        $sandboxInfo = Start-OutlookSandbox
        $session = Connect-OutlookMailbox
        Send-OutlookMail -To $session.Mailbox -Subject Hello -Body Hi | Out-Null
        $manifestPath = Get-StagedManifest
    }
    AfterAll { Stop-OutlookSandbox }

    It 'have no default session, and the error says how to hand one in' {
        $errors = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifestPath
            try { Get-OutlookMail } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }
        }
        $errors[0] | Should -Be 'NotSignedIn,OutlookMail.PowerShell.Commands.GetOutlookMailCommand'
        $errors[1] | Should -Match ([regex]::Escape('-Session $using:session'))
    }

    It 'work with a session that was handed in: ForEach-Object -Parallel' {
        1..6 | ForEach-Object -Parallel {
            Import-Module $using:manifestPath
            (Get-OutlookMail -Session $using:session -First 1).Subject
        } -ThrottleLimit 3 | Should -Be (, 'Hello' * 6)
    }

    It 'work with a session that was handed in: Start-ThreadJob' {
        $jobs = 1..3 | ForEach-Object { Start-ThreadJob { Import-Module $using:manifestPath; (Get-OutlookMail -Session $using:session -First 1).Subject } }
        $jobs | Receive-Job -Wait -AutoRemoveJob | Should -Be (, 'Hello' * 3)
    }

    It 'in another process sign in for themselves: Start-Job' {
        $answer = Start-Job {
            Import-Module $using:manifestPath
            try { Get-OutlookMail -ErrorAction Stop } catch { $_.FullyQualifiedErrorId }
            Start-OutlookSandbox | Out-Null
            (Connect-OutlookMailbox).Account
        } | Receive-Job -Wait -AutoRemoveJob
        $answer | Should -Be 'NotSignedIn,OutlookMail.PowerShell.Commands.GetOutlookMailCommand', 'ada@contoso.test'
    }

    It '-Ensure gives the live session, in another runspace too' {
        Connect-OutlookMailbox -Ensure | Should -Be $session
        $there = 1 | ForEach-Object -Parallel { Import-Module $using:manifestPath; Connect-OutlookMailbox -Sandbox $using:sandboxInfo -Ensure }
        $there.Id | Should -Be $session.Id
    }
}

Describe '-Interactive' {
    It 'at an approving sandbox needs no browser' {
        Invoke-FreshPwsh 'Import-Module $manifest; Start-OutlookSandbox | Out-Null; (Connect-OutlookMailbox -Interactive).SignIn' -Arguments '-NonInteractive' |
            Should -Be 'Browser'
    }
}

Describe 'A sealed session' {
    It 'goes to another process and is called back' {
        $sandbox = Start-OutlookSandbox
        $cloud = Get-CloudParameter $sandbox
        $session = Connect-OutlookMailbox @cloud -OnDeviceCode { }
        $phrase = ConvertTo-SecureString 'correct horse battery' -AsPlainText
        $list = "$TestDrive/revoked.txt"
        New-Item $list | Out-Null
        Export-OutlookSession "$TestDrive/job.session" -Session $session -PassPhrase $phrase -RevocationList $list -WhatIf
        "$TestDrive/job.session" | Should -Not -Exist
        $made = Export-OutlookSession "$TestDrive/job.session" -Session $session -PassPhrase $phrase -RevocationList $list
        $job = "Import-Module `$manifest
            `$phrase = ConvertTo-SecureString 'correct horse battery' -AsPlainText
            try { (Import-OutlookSession '$TestDrive/job.session' -PassPhrase `$phrase -CertificateAuthority '$($cloud.CertificateAuthority)').Account } catch { `$_.FullyQualifiedErrorId }"
        Invoke-FreshPwsh $job -Arguments '-NonInteractive' | Should -Be 'ada@contoso.test'
        Get-OutlookAccount -Exported | Where-Object ExportId -EQ $made.ExportId | Remove-OutlookAccount
        Invoke-FreshPwsh $job -Arguments '-NonInteractive' | Should -Be 'SealedSessionRevoked,OutlookMail.PowerShell.Commands.ImportOutlookSessionCommand'
        Stop-OutlookSandbox
    }
}
