BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    $sandbox = Start-OutlookSandbox -NoLimit
    $session = Connect-OutlookMailbox
    $manifest = Get-StagedManifest
}

AfterAll { Stop-OutlookSandbox }

Describe 'Wait-OutlookMail' {
    It 'finds what came a moment before' {
        Send-OutlookMail -To $session.Mailbox -Subject 'Your code is 123456' -Body x | Out-Null
        $mail = Wait-OutlookMail -Subject code -Timeout 60
        $mail.Subject | Should -Match '\b\d{6}\b'
        ($mail | Get-OutlookMailContent).Text.Trim() | Should -Be x
    }

    It 'waits for what comes' {
        $sender = New-ModuleRunspace
        try {
            $sender.AddScript('param($session) Start-Sleep -Milliseconds 500; Send-OutlookMail -Session $session -To $session.Mailbox -Subject later -Body y').AddArgument($session) | Out-Null
            $sending = $sender.BeginInvoke()
            (Wait-OutlookMail -Subject later -Timeout 60 -Filter { $_.Subject -eq 'later' }).Subject | Should -Be later
            $sender.EndInvoke($sending) | Should -HaveCount 1
        }
        finally {
            $sender.Runspace.Dispose()
            $sender.Dispose()
        }
    }

    It 'says when nothing came' {
        { Wait-OutlookMail -Subject never -Timeout 1 -ErrorAction Stop } | Should -Throw -ErrorId 'WaitTimedOut,OutlookMail.PowerShell.Commands.WaitOutlookMailCommand'
    }
}

Describe 'Watch-OutlookMailbox' {
    It 'outputs events at once, and they can be piped on' {
        $sender = New-ModuleRunspace
        try {
            $sender.AddScript('param($session) foreach ($i in 1..40) { Send-OutlookMail -Session $session -To $session.Mailbox -Subject "new $i" -Body body; Start-Sleep -Milliseconds 250 }').AddArgument($session) | Out-Null
            $sending = $sender.BeginInvoke()
            $events = Watch-OutlookMailbox -Kind New -PollInterval 2 -Timeout 60 | Select-Object -First 3
            $events.Uid | Should -Be ($events[0].Uid..($events[0].Uid + 2))
            $events[0].Message.Subject | Should -BeLike 'new *'
            $text = Watch-OutlookMailbox -Kind New -PollInterval 2 -Timeout 60 | Get-OutlookMailContent | Select-Object -First 1
            $text.Text.Trim() | Should -Be body
            ($events | Out-String -Width 80) | Should -Match 'Time\s+Kind\s+Uid\s+Folder\s+Subject'
            $sender.Stop()
        }
        finally {
            $sender.Runspace.Dispose()
            $sender.Dispose()
        }
    }

    It 'ends after its time' {
        Watch-OutlookMailbox Archive -Timeout 1 | Should -HaveCount 0
    }
}

Describe 'Save-OutlookMailAttachment' {
    BeforeAll {
        $file = Join-Path $TestDrive 'invoice.pdf'
        Set-Content $file 'pdf'
        1..2 | ForEach-Object { Send-OutlookMail -To $session.Mailbox -Subject "Invoice $_" -Body x -Attachment $file | Out-Null }
    }

    It 'saves, numbers and skips' {
        $in = Join-Path $TestDrive 'in'
        $saved = Get-OutlookMail -HasAttachment | Save-OutlookMailAttachment -Path $in -Name *.pdf
        $saved.Path | Split-Path -Leaf | Should -Be 'invoice.pdf', 'invoice (2).pdf'
        $again = Get-OutlookMail -HasAttachment | Save-OutlookMailAttachment -Path $in -SkipDuplicate
        $again.IsDuplicate | Should -Be $true, $true
        Get-OutlookMail -HasAttachment | Save-OutlookMailAttachment -Path $in -Name *.docx | Should -HaveCount 0
        Get-OutlookMail -HasAttachment -First 1 | Get-OutlookMailContent | Save-OutlookMailAttachment -Path "$in/x" -HashName |
            ForEach-Object { Split-Path $_.Path -Leaf } | Should -Be "$($saved[0].Sha256).pdf"
    }

    It 'saves nothing with -WhatIf' {
        Get-OutlookMail -HasAttachment | Save-OutlookMailAttachment -Path (Join-Path $TestDrive none) -WhatIf
        Join-Path $TestDrive none | Should -Not -Exist
    }
}
