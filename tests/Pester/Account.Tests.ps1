BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
}

Describe 'Connect-OutlookMailbox' {
    BeforeAll { Start-OutlookSandbox | Out-Null }
    AfterAll { Stop-OutlookSandbox }

    It 'outputs the session alone, and the code elsewhere' {
        Get-Event -SourceIdentifier OutlookMail.DeviceCode -ErrorAction Ignore | Remove-Event
        $output = Connect-OutlookMailbox -InformationVariable information -OnDeviceCode { param($code) $script:given = $code }
        $output | Should -BeOfType OutlookMail.Model.OutlookSession
        @($output) | Should -HaveCount 1
        $given | Should -BeOfType OutlookMail.Model.OutlookDeviceCode
        "$information" | Should -Match ([regex]::Escape($given.UserCode))
        (Get-Event -SourceIdentifier OutlookMail.DeviceCode).SourceArgs[0].UserCode | Should -Be $given.UserCode
    }

    It 'is silent the second time' {
        Connect-OutlookMailbox -Silent -InformationVariable information | Should -HaveCount 1
        $information | Should -HaveCount 0
    }

    It 'works under -NonInteractive in a sandbox' {
        Invoke-FreshPwsh 'Import-Module $manifest; Start-OutlookSandbox | Out-Null; (Connect-OutlookMailbox).Mailbox' -Arguments '-NonInteractive' |
            Should -Be 'ada@contoso.test'
    }

    It 'fails with the fix instead of waiting where nobody can type' {
        $answer = Invoke-FreshPwsh 'Import-Module $manifest
            Start-OutlookSandbox -Approval Page | Out-Null
            try { Connect-OutlookMailbox } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }' -Arguments '-NonInteractive'
        $answer[0] | Should -Be 'NobodyToSignIn,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand'
        $answer[1] | Should -Match '-AccessToken'
    }

    It 'says so when the sandbox denies' {
        $answer = Invoke-FreshPwsh 'Import-Module $manifest
            Start-OutlookSandbox -Approval Deny | Out-Null
            try { Connect-OutlookMailbox } catch { $_.FullyQualifiedErrorId; [string]$_.CategoryInfo.Category }'
        $answer | Select-Object -Last 2 | Should -Be 'SignInDeclined,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand', 'AuthenticationError'
    }

    It 'refuses a file that is no certificate' {
        $file = Join-Path $TestDrive 'ca.pem'
        Set-Content $file 'nothing'
        { Connect-OutlookMailbox -ClientId x -CertificateAuthority $file } |
            Should -Throw -ErrorId 'CertificateNotReadable,OutlookMail.PowerShell.Commands.ConnectOutlookMailboxCommand'
    }

    It 'completes -Tenant' {
        $line = 'Connect-OutlookMailbox -Tenant con'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'consumers'
    }
}

Describe 'Sessions' {
    BeforeAll {
        Start-OutlookSandbox | Out-Null
        $first = Connect-OutlookMailbox
        $second = Connect-OutlookMailbox
    }
    AfterAll { Stop-OutlookSandbox }

    It 'The last one connected is current' {
        Get-OutlookSession -Current | Should -Be $second
        Get-OutlookSession | Should -Contain $first
    }

    It 'Set-OutlookSession chooses another, but not with -WhatIf' {
        Set-OutlookSession $first -WhatIf
        Get-OutlookSession -Current | Should -Be $second
        $first | Set-OutlookSession
        Get-OutlookSession -Current | Should -Be $first
    }

    It 'Disconnect-OutlookMailbox ends one, but not with -WhatIf' {
        Disconnect-OutlookMailbox -WhatIf
        $first.IsOpen | Should -BeTrue
        Disconnect-OutlookMailbox
        $first.IsOpen | Should -BeFalse
        { Get-OutlookMail } | Should -Throw -ErrorId 'NotSignedIn,OutlookMail.PowerShell.Commands.GetOutlookMailCommand'
        { Get-OutlookMail -Session $first } | Should -Throw -ErrorId 'SessionClosed,OutlookMail.PowerShell.Commands.GetOutlookMailCommand'
    }
}
