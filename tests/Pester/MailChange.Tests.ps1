BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox -NoLimit | Out-Null
    $session = Connect-OutlookMailbox
    1..6 | ForEach-Object { Send-OutlookMail -To $session.Mailbox -Subject "mail $_" -Body "body $_" | Out-Null }
}

AfterAll { Stop-OutlookSandbox }

Describe 'Get-OutlookMail' {
    It 'takes a filter, and commands in it' {
        (Get-OutlookMail -Filter { $_.Subject -eq 'mail 3' }).Subject | Should -Be 'mail 3'
        (Get-OutlookMail -Filter { ($_ | Get-OutlookMailContent).Text -match 'body [12]' } -First 1).Subject | Should -Be 'mail 2'
        { Get-OutlookMail -Filter { throw 'mine' } } | Should -Throw 'mine'
    }

    It 'shows its plan' {
        $plan = Get-OutlookMail -Subject 'Größe' -Unread -Verbose 4>&1 | ForEach-Object Message
        $plan | Should -BeLike '*the server searches UNSEEN*subject holds*'
    }

    It 'aligns its table whatever the script' {
        Send-OutlookMail -To $session.Mailbox -Subject '👩‍👩‍👧‍👦 Grüße 你好' -Body x | Out-Null
        $lines = Get-OutlookMail | Out-String -Width 80 -Stream | Where-Object Length
        $lines[0] | Should -Match 'Received\s+F\s+From\s+Subject'
        ($lines | ForEach-Object Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
        (Get-OutlookMail -First 1 | Format-List | Out-String) | Should -Match 'Subject\s+:'
    }

    It 'finds a conversation by one of its messages' {
        $mail = Get-OutlookMail -Subject 'mail 1'
        (Get-OutlookMail -Thread $mail).Subject | Should -Be 'mail 1'
        (Get-OutlookMail -Thread $mail.MessageId).Subject | Should -Be 'mail 1'
    }
}

Describe 'Set-, Move-, Copy- and Remove-OutlookMail' {
    It 'sets flags' {
        Get-OutlookMail -Subject 'mail 1' | Set-OutlookMail -Read -Flagged
        (Get-OutlookMail -Flagged).Subject | Should -Be 'mail 1'
        (Get-OutlookMail -Flagged | Set-OutlookMail -Flagged:$false -PassThru).IsRead | Should -BeTrue
        Get-OutlookMail -Flagged | Should -HaveCount 0
    }

    It 'refuses a keyword that Exchange would not keep' {
        { Get-OutlookMail -First 1 | Set-OutlookMail -AddKeyword Project -ErrorAction Stop } |
            Should -Throw -ErrorId 'KeywordNotSupported,OutlookMail.PowerShell.Commands.SetOutlookMailCommand'
        { Get-OutlookMail -First 1 | Set-OutlookMail -AddKeyword "a`r`nb" } | Should -Throw -ErrorId 'ParameterArgumentValidationError,*'
    }

    It 'copies and moves, and knows the messages in their new place' {
        $copy = Get-OutlookMail -Subject 'mail 2' | Copy-OutlookMail Archive -PassThru
        ($copy | Get-OutlookMailContent).Text.Trim() | Should -Be 'body 2'
        $moved = Get-OutlookMail -Subject 'mail 2' | Move-OutlookMail -Destination Archive -PassThru
        $moved.Folder | Should -Be Archive
        Get-OutlookMail -Folder Archive | Should -HaveCount 2
        $moved | Move-OutlookMail Inbox
    }

    It 'counts with -WhatIf' {
        Get-OutlookMail -Subject mail | Remove-OutlookMail -Permanent -WhatIf
        Get-OutlookMail -Subject mail | Should -HaveCount 6
    }

    It 'removes to Deleted Items, and for good' {
        Get-OutlookMail -Subject 'mail 6' | Remove-OutlookMail
        (Get-OutlookMail -Folder Deleted).Subject | Should -Be 'mail 6'
        { Get-OutlookMail -Folder Deleted | Remove-OutlookMail -ErrorAction Stop } |
            Should -Throw -ErrorId 'AlreadyDeleted,OutlookMail.PowerShell.Commands.RemoveOutlookMailCommand'
        Get-OutlookMail -Folder Deleted | Remove-OutlookMail -Permanent -Force
        Get-OutlookMail -Folder Deleted | Should -HaveCount 0
    }

    It 'reports a message that is gone and goes on' {
        $mails = Get-OutlookMail -Subject mail
        $mails[1] | Remove-OutlookMail
        $mails | Move-OutlookMail Archive -ErrorVariable errors -ErrorAction SilentlyContinue
        $errors | Should -HaveCount 1
        $errors[0].FullyQualifiedErrorId | Should -Be 'MessageNotFound,OutlookMail.PowerShell.Commands.MoveOutlookMailCommand'
        $errors[0].TargetObject.Uid | Should -Be $mails[1].Uid
        $mails = Get-OutlookMail -Folder Archive -Subject mail | Move-OutlookMail Inbox -PassThru
        $mails | Get-OutlookMailContent | Should -HaveCount 5
    }
}
