BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
}

AfterAll { Stop-OutlookSandbox }

Describe 'Test-OutlookAppPermissions' {
    It 'proves each of the five' {
        $rows = Test-OutlookAppPermissions
        $rows.Permission | Should -Be 'email', 'offline_access', 'IMAP.AccessAsUser.All', 'SMTP.Send', 'User.Read'
        $rows | ForEach-Object { "$($_.Status) $($_.Evidence)" | Should -Match '^Passed \S' }
    }

    It 'is a Boolean with -Quiet' {
        Test-OutlookAppPermissions -Quiet | Should -BeExactly $true
        Test-OutlookAppPermission -Permission No.Such -Quiet | Should -BeExactly $false
    }

    It 'sends itself a mail with -SendTestMail, but not with -WhatIf' {
        Test-OutlookAppPermissions -Permission SMTP.Send -SendTestMail -WhatIf | Out-Null
        Get-OutlookMail | Should -HaveCount 0
        Test-OutlookAppPermissions -Permission SMTP.Send -SendTestMail | Out-Null
        Get-OutlookMail | Should -HaveCount 1
    }

    It 'completes -Permission' {
        $line = 'Test-OutlookAppPermissions -Permission smtp'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'SMTP.Send'
    }
}
