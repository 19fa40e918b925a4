BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
    $file = Join-Path $TestDrive 'report.bin'
    $octets = [byte[]](0..255) * 300
    [IO.File]::WriteAllBytes($file, $octets)
    Send-OutlookMail -To $session.Mailbox -Subject 'Grüße' -Body 'Hallo' -Attachment $file | Out-Null
}

AfterAll { Stop-OutlookSandbox }

Describe 'Get-OutlookMail' {
    It 'lists what was sent' {
        $mail = Get-OutlookMail -Unread -First 1
        $mail | Should -BeOfType OutlookMail.Model.OutlookMessage
        $mail.Subject | Should -Be 'Grüße'
        $mail.From.Address | Should -Be $session.Mailbox
    }

    It 'applies its conditions' {
        Get-OutlookMail -From nobody@nowhere.test | Should -HaveCount 0
        Get-OutlookMail -Subject 'Grüße' | Should -HaveCount 1
        Get-OutlookMail -Since ([datetime]::Now.AddDays(1)) | Should -HaveCount 0
        Get-OutlookMail -Before ([datetime]::Now.AddDays(2)) | Should -HaveCount 1
        Get-OutlookMail -Unread:$false | Should -HaveCount 0
        Get-OutlookMail -LargerThan 1GB | Should -HaveCount 0
    }

    It 'takes folders from the pipeline' {
        'INBOX', 'Sent Items' | Get-OutlookMail | Should -HaveCount 2
    }

    It 'is shown as a table of 80 columns' {
        $lines = Get-OutlookMail | Out-String -Width 80 -Stream | Where-Object Length
        $lines[0] | Should -Match 'Received\s+F\s+From\s+Subject'
        ($lines | ForEach-Object Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'marks nothing as read' {
        Get-OutlookMail | Get-OutlookMailContent | Out-Null
        (Get-OutlookMail).IsRead | Should -BeFalse
    }
}

Describe 'Get-OutlookMailContent' {
    It 'reads text and attachments, octet for octet' {
        $content = Get-OutlookMail | Get-OutlookMailContent
        $content.Text.Trim() | Should -Be 'Hallo'
        $content.Attachments[0].Name | Should -Be 'report.bin'
        $copy = [IO.MemoryStream]::new()
        $content.Attachments[0].OpenRead().CopyTo($copy)
        [Convert]::ToBase64String($copy.ToArray()) | Should -Be ([Convert]::ToBase64String($octets))
    }

    It 'opens a winmail.dat and an attached message when it is asked to' {
        $eml = Join-Path $TestDrive 'packed.eml'
        [IO.File]::WriteAllText($eml, (@(
            'From: a@x.test'
            'Subject: packed'
            'Message-ID: <packed@x.test>'
            'MIME-Version: 1.0'
            'Content-Type: multipart/mixed; boundary=o'
            ''
            '--o'
            'Content-Type: text/plain'
            ''
            'see'
            '--o'
            'Content-Type: application/ms-tnef; name=winmail.dat'
            'Content-Transfer-Encoding: base64'
            ''
            'eJ8+IgAAAgKQAAAOAAAAAAAAAAAAAAAAAAAAAAAAAAIQgAAABgAAAGIudHh0APABAg+AAAAEAAAAdGV4dMUB'
            '--o'
            'Content-Type: message/rfc822'
            ''
            'From: b@x.test'
            'Subject: inner'
            ''
            'deep'
            '--o--'
            ''
        ) -join "`r`n"))
        Import-OutlookMail $eml -Folder Archive | Out-Null
        $mail = Get-OutlookMail -Folder Archive -Subject packed
        ($mail | Get-OutlookMailContent).Attachments.Name | Should -Contain 'winmail.dat'
        ($mail | Get-OutlookMailContent -Tnef).Attachments.Name | Should -Contain 'b.txt'
        ($mail | Get-OutlookMailContent).Messages | Should -HaveCount 0
        ($mail | Get-OutlookMailContent -Nested).Messages.Subject | Should -Be 'inner'
        Split-Path -Leaf ($mail | Save-OutlookMailAttachment -Path (Join-Path $TestDrive closed)).Path | Should -Contain 'winmail.dat'
        Split-Path -Leaf ($mail | Save-OutlookMailAttachment -Path (Join-Path $TestDrive opened) -Tnef).Path | Should -Contain 'b.txt'
    }
}

Describe 'Save-OutlookMail' {
    It 'saves into the folder, once, and again with -Force' {
        $folder = Join-Path $TestDrive 'in'
        $saved = Get-OutlookMail | Save-OutlookMail -Path $folder
        Split-Path $saved.Path | Should -Be $folder
        (Get-Item $saved.Path).Length | Should -Be $saved.Length
        { Get-OutlookMail | Save-OutlookMail -Path $folder -ErrorAction Stop } |
            Should -Throw -ErrorId 'FileExists,OutlookMail.PowerShell.Commands.SaveOutlookMailCommand'
        Get-OutlookMail | Save-OutlookMail -Path $folder -Force | Should -HaveCount 1
    }

    It 'saves nothing with -WhatIf' {
        $folder = Join-Path $TestDrive 'none'
        Get-OutlookMail | Save-OutlookMail -Path $folder -WhatIf | Should -HaveCount 0
        $folder | Should -Not -Exist
    }

    It 'follows the location of PowerShell and takes a literal name' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'a[1]')
        Push-Location $TestDrive
        try { $saved = Get-OutlookMail | Save-OutlookMail -LiteralPath 'a[1]' } finally { Pop-Location }
        Split-Path $saved.Path | Should -Be $folder.FullName
    }

    It 'refuses a path outside the file system' {
        { Get-OutlookMail | Save-OutlookMail -Path Env:X } | Should -Throw -ErrorId 'PathInvalid,OutlookMail.PowerShell.Commands.SaveOutlookMailCommand'
    }
}
