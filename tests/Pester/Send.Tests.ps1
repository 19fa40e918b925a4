BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
}

AfterAll { Stop-OutlookSandbox }

Describe 'Send-OutlookMail' {
    It 'says what the server said' {
        $result = Send-OutlookMail -To $session.Mailbox, 'Bob <bob@contoso.test>' -Subject Hello -Body 'Hi'
        $result.State | Should -Be 'Sent'
        $result.Recipients.Address | Should -Be $session.Mailbox, 'bob@contoso.test'
        $result.MessageId | Should -Not -BeNullOrEmpty
    }

    It 'sends HTML beside text' {
        Send-OutlookMail -To $session.Mailbox -Subject both -Body 'plain' -Html '<b>rich</b>' | Out-Null
        $content = Get-OutlookMail -Subject both | Get-OutlookMailContent
        $content.Text.Trim() | Should -Be 'plain'
        $content.Html | Should -Match '<b>rich</b>'
    }

    It 'sends one mail for each row' {
        $rows = "To,Subject,Body`n$($session.Mailbox),row one,1`n$($session.Mailbox),row two,2" | ConvertFrom-Csv
        ($rows | Send-OutlookMail).Subject | Should -Be 'row one', 'row two'
    }

    It 'attaches files that are piped' {
        $file = Join-Path $TestDrive 'piped.txt'
        Set-Content $file 'piped'
        Get-Item $file | Send-OutlookMail -To $session.Mailbox -Subject piped | Out-Null
        (Get-OutlookMail -Subject piped | Get-OutlookMailContent).Attachments.Name | Should -Be 'piped.txt'
    }

    It 'is one line in a runbook, and once however often the job is started' {
        foreach ($start in 1..2) {
            $result = Send-OutlookMail -Session (Connect-OutlookMailbox -Mailbox $session.Mailbox) -To $session.Mailbox -Subject nightly -Body through -IdempotencyKey 'nightly-1'
            $result.State, $result.IsRepeat | Should -Be 'Sent', ($start -eq 2)
        }
        Get-OutlookMail -Subject nightly | Should -HaveCount 1
    }

    It 'sends nothing with -WhatIf' {
        Send-OutlookMail -To $session.Mailbox -Subject never -Body x -WhatIf | Should -HaveCount 0
        Get-OutlookMail -Subject never | Should -HaveCount 0
    }

    It 'refuses <Id> before anything is sent' -ForEach @(
        @{ Id = 'AddressInvalid'; Arguments = @{ To = "ada@contoso.test`r`nRCPT TO:<eve@evil.test>" } }
        @{ Id = 'AttachmentNotReadable'; Arguments = @{ To = 'ada@contoso.test'; Attachment = './absent.pdf' } }
        @{ Id = 'NoRecipients'; Arguments = @{ } }
    ) {
        { Send-OutlookMail -Subject bad -ErrorAction Stop @Arguments } | Should -Throw -ErrorId "$Id,OutlookMail.PowerShell.Commands.SendOutlookMailCommand"
        Get-OutlookMail -Subject bad | Should -HaveCount 0
    }
}
