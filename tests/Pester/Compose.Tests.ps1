BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
    Push-Location $TestDrive
    [IO.File]::WriteAllBytes("$PWD/logo.png", [Convert]::FromBase64String('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='))
    'a' | Set-Content a.txt
    'b' | Set-Content b.txt
    '<p>Dear {{Name}}, you owe {{Sum}}</p>{{> footer}}' | Set-Content invoice.html
    '<hr>The team' | Set-Content _footer.html
    "Email,Name,Sum,Number`n$($session.Mailbox),<b>Eve</b>,5,1`nbob@contoso.test,Bob,6,2" | Set-Content people.csv
}

AfterAll {
    Pop-Location
    Stop-OutlookSandbox
}

Describe 'Writing a mail' {
    It 'shows the envelope and the structure with -WhatIf and sends nothing' {
        $said = Invoke-FreshPwsh @"
Import-Module `$manifest
Start-OutlookSandbox | Out-Null
`$null = Connect-OutlookMailbox 6>`$null
Send-OutlookMail -To ada@contoso.test -Bcc bob@contoso.test -Subject what -Html '<p><img src="$TestDrive/logo.png"></p>' -Attachment $TestDrive/a.txt -WhatIf
(Get-OutlookMail).Count
"@
        $text = $said -join "`n"
        foreach ($part in 'MAIL FROM:<ada@contoso.test>', 'RCPT TO:<bob@contoso.test>', 'multipart/related', 'image/png "logo.png"', 'text/plain "a.txt"') { $text | Should -Match ([regex]::Escape($part)) }
        $said[-1] | Should -Be '0'
    }

    It 'takes images from their paths' {
        Send-OutlookMail -To $session.Mailbox -Subject picture -Html '<p>See <img src="logo.png"></p>' | Out-Null
        $content = Get-OutlookMail -Subject picture | Get-OutlookMailContent
        $content.Html | Should -Match 'cid:'
        $content.Attachments.ContentType | Should -Be 'image/png'
        $content.Text | Should -Match 'See'
    }

    It 'puts piped files and strings into one mail' {
        Get-ChildItem *.txt | Send-OutlookMail -To $session.Mailbox -Subject files -Body x | Should -HaveCount 1
        'a.txt', 'b.txt' | Send-OutlookMail -To $session.Mailbox -Subject strings -Body x | Should -HaveCount 1
        foreach ($subject in 'files', 'strings') { (Get-OutlookMail -Subject $subject | Get-OutlookMailContent).Attachments.Name | Should -Be 'a.txt', 'b.txt' }
    }

    It 'attaches octets, streams and tables' {
        $bytes = [byte[]](1, 2, 3)
        Send-OutlookMail -To $session.Mailbox -Subject octets -Body x -Attachment $bytes | Out-Null
        Send-OutlookMail -To $session.Mailbox -Subject tables -Body x -Attachment @{ Name = 'data.csv'; Content = $bytes; ContentType = 'text/csv' }, ([IO.MemoryStream]::new($bytes)) | Out-Null
        (Get-OutlookMail -Subject octets | Get-OutlookMailContent).Attachments.Name | Should -Be 'attachment.bin'
        $tables = (Get-OutlookMail -Subject tables | Get-OutlookMailContent).Attachments
        $tables.Name | Should -Be 'data.csv', 'attachment.bin'
        { Send-OutlookMail -To $session.Mailbox -Body x -Attachment @{ Nmae = 'x' } -ErrorAction Stop } | Should -Throw -ErrorId 'ArgumentInvalid*'
    }

    It 'takes a table whose content is text, or a path' {
        $rows = [pscustomobject]@{ Name = 'Zoë'; Sum = 5 } | ConvertTo-Csv
        Send-OutlookMail -To $session.Mailbox -Subject 'text tables' -Body x -Attachment @{ Name = 'rows.csv'; Content = $rows }, @{ Name = 'note.txt'; Content = 'One line' }, @{ Name = 'c.txt'; Path = 'a.txt' } | Out-Null
        $files = (Get-OutlookMail -Subject 'text tables' | Get-OutlookMailContent).Attachments
        $files.Name | Should -Be 'rows.csv', 'note.txt', 'c.txt'
        $read = foreach ($file in $files) { [IO.StreamReader]::new($file.OpenRead()).ReadToEnd() }
        ($read[0] | ConvertFrom-Csv).Name | Should -Be 'Zoë'
        $read[1] | Should -Be 'One line'
        $read[2].Trim() | Should -Be 'a'
    }

    It 'sends nothing when <What>' -ForEach @(
        @{ What = 'octets come one by one'; Id = 'ArgumentInvalid'; Send = { Get-Content a.txt -AsByteStream | Send-OutlookMail -To $session.Mailbox -Subject refused -Body x } }
        @{ What = 'numbers are piped'; Id = 'ArgumentInvalid'; Send = { 1..3 | Send-OutlookMail -To $session.Mailbox -Subject refused -Body x } }
        @{ What = 'a folder is among the files'; Id = 'AttachmentNotReadable'; Send = { Get-ChildItem $TestDrive | Send-OutlookMail -To $session.Mailbox -Subject refused -Body x } }
        @{ What = 'a pattern matches no file'; Id = 'AttachmentNotReadable'; Send = { Send-OutlookMail -To $session.Mailbox -Subject refused -Body x -Attachment no*.pdf } }
        @{ What = 'HTML and Markdown are both given'; Id = 'ArgumentInvalid'; Send = { Send-OutlookMail -To $session.Mailbox -Subject refused -Html '<p>x</p>' -Markdown x } }
        @{ What = 'ReplyAll answers nothing'; Id = 'ArgumentInvalid'; Send = { Send-OutlookMail -To $session.Mailbox -Subject refused -Body x -ReplyAll } }
    ) {
        New-Item -ItemType Directory -Force "$TestDrive/folder" | Out-Null
        $ErrorActionPreference = 'Stop'
        $Send | Should -Throw -ErrorId "$Id,OutlookMail.PowerShell.Commands.SendOutlookMailCommand"
        Get-OutlookMail -Subject refused | Should -HaveCount 0
    }

    It 'answers, keeps the conversation, and marks the original' {
        Send-OutlookMail -To $session.Mailbox -Subject question -Body 'When?' | Out-Null
        $original = Get-OutlookMail -Subject question
        Send-OutlookMail -InReplyTo $original -Body 'Now.' | Out-Null
        $answer = Get-OutlookMail -Subject 'RE: question' | Get-OutlookMailContent
        $answer.Text | Should -Match '^Now\.'
        $answer.Text | Should -Match 'When\?'
        ($answer.Headers | Where-Object Key -EQ 'In-Reply-To').Value | Should -Match ([regex]::Escape($original.MessageId))
        (Get-OutlookMail -Subject question | Where-Object Subject -EQ question).IsAnswered | Should -BeTrue
    }

    It 'forwards' {
        Send-OutlookMail -Forward (Get-OutlookMail -Subject files) -To $session.Mailbox -Body 'FYI' | Out-Null
        (Get-OutlookMail -Subject 'FW: files' | Get-OutlookMailContent).Attachments.Name | Should -Be 'a.txt', 'b.txt'
    }

    It 'saves a draft with its Bcc and sends none' {
        $draft = New-OutlookMail -To $session.Mailbox -Bcc bob@contoso.test -Subject unfinished -Markdown '**x**' -SaveDraft
        $draft.Folder | Should -Be 'Drafts'
        $saved = Get-OutlookMail -Folder Drafts -Subject unfinished
        $saved.IsDraft | Should -BeTrue
        $saved.Bcc.Address | Should -Be 'bob@contoso.test'
        Get-OutlookMail -Subject unfinished | Should -HaveCount 0
    }

    It 'writes a mail that Send-OutlookMail sends as it is' {
        $mail = New-OutlookMail -To $session.Mailbox -Subject written -Body x
        ($mail | Send-OutlookMail).MessageId | Should -Be $mail.MessageId
        Get-OutlookMail -Subject written | Should -HaveCount 1
        ($mail | Send-OutlookMail -Queue).MessageId | Should -Be $mail.MessageId
    }

    It 'invites to a meeting' {
        Send-OutlookMail -To $session.Mailbox -Subject meeting -Body agenda -Invitation @{ Start = '2026-12-01T09:00'; Duration = '01:00'; Location = 'Room 1' } | Out-Null
        { Send-OutlookMail -To $session.Mailbox -Subject meeting -Body x -Invitation @{ Start = 'never' } -ErrorAction Stop } | Should -Throw -ErrorId 'ArgumentInvalid*'
        Get-OutlookMail -Subject meeting | Should -HaveCount 1
    }
}

Describe 'Templates' {
    BeforeAll { $merge = @{ Template = 'invoice.html'; To = '{{Email}}'; Subject = 'Invoice {{Number}}' } }

    It 'counts in a dry run, and names what is missing' {
        $good = Import-Csv people.csv | Send-OutlookMail @merge -DryRun
        $good.Rows, $good.Ready, $good.Failed, $good.Recipients | Should -Be 2, 2, 0, 2
        $bad = Import-Csv people.csv | Select-Object Email, Name, Number | Send-OutlookMail @merge -DryRun
        $bad.Failed | Should -Be 2
        $bad.MissingFields.Sum | Should -Be 2
        Get-OutlookMail -Subject 'Invoice' | Should -HaveCount 0
    }

    It 'shows the first' {
        $shown = Import-Csv people.csv | Send-OutlookMail @merge -Preview -First 1
        $shown | Should -HaveCount 1
        $page = Get-Content -Raw $shown.PreviewPath
        $page | Should -Match 'you owe 5'
        $page | Should -Match '&lt;b&gt;Eve'
        Get-OutlookMail -Subject 'Invoice' | Should -HaveCount 0
        Remove-Item (Split-Path $shown.PreviewPath) -Recurse
    }

    It 'names a partial that is not there, and minds no other file of the folder' {
        'no template {{#each' | Set-Content other.html
        '{{!-- {{> nowhere}} --}}Dear {{Name}}' | Set-Content commented.html
        '{{> nowhere}}' | Set-Content lacking.html
        (Import-Csv people.csv | Send-OutlookMail -Template commented.html -To '{{Email}}' -Subject x -DryRun).Ready | Should -Be 2
        { Import-Csv people.csv | Send-OutlookMail -Template lacking.html -To '{{Email}}' -Subject x -DryRun } | Should -Throw -ErrorId 'TemplateInvalid,*' -ExpectedMessage "*no partial 'nowhere'*_nowhere.html*"
    }

    It 'sends one mail a row and reports the bad one' {
        $rows = @(Import-Csv people.csv) + [pscustomobject]@{ Email = 'nobody'; Name = 'x'; Sum = 1; Number = 3 } + [pscustomobject]@{ Email = $session.Mailbox; Name = 'Last'; Sum = 1; Number = 4 }
        $sent = $rows | Send-OutlookMail @merge -ErrorVariable bad -ErrorAction SilentlyContinue
        $sent.Subject | Should -Be 'Invoice 1', 'Invoice 2', 'Invoice 4'
        $bad.FullyQualifiedErrorId | Should -Be 'AddressInvalid,OutlookMail.PowerShell.Commands.SendOutlookMailCommand'
        (Get-OutlookMail -Subject 'Invoice 1' | Get-OutlookMailContent).Html | Should -Match '&lt;b&gt;Eve&lt;/b&gt;.*<hr>The team'
    }
}
