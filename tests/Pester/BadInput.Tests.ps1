# What can be wrong with a mailbox or a disk, seen from the commands: each thing is an error of its own, the rest goes on, and a
# second run completes it.
BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox -NoLimit | Out-Null
    $session = Connect-OutlookMailbox
    1..6 | ForEach-Object { Send-OutlookMail -To $session.Mailbox -Subject "Mail $_" -Body "Body $_" | Out-Null }
}

AfterAll { Stop-OutlookSandbox }

Describe 'Bad input' {
    It 'A mail that the server cannot give is an error of <_>, the others come, and so does it the next time' -ForEach 'Export-OutlookMailbox', 'Sync-OutlookMailbox' {
        $path = Join-Path $TestDrive $_
        Set-OutlookSandbox -Fault UnreadableMessage -Next 1
        $first = & $_ -Path $path -Folder INBOX -ErrorVariable failed -ErrorAction SilentlyContinue
        $second = & $_ -Path $path -Folder INBOX -ErrorAction Stop
        $failed.FullyQualifiedErrorId | Should -BeLike 'MessageUnreadable,*'
        $first.Failed, $second.Failed | Should -Be 1, 0
        @($second.Exported) + @($second.Added) | Where-Object { $_ } | Should -Be 1
    }

    It 'A connection that is cut in the middle of a mail is no error at all' {
        Set-OutlookSandbox -Fault DropMidFetch -Next 2
        $files = Get-OutlookMail | Save-OutlookMail -Path (Join-Path $TestDrive cut) -ErrorAction Stop
        $files | Should -HaveCount 6
    }

    It 'A mail that is gone in between is an error of its own' {
        $mails = Get-OutlookMail
        $mails[2] | Remove-OutlookMail -Permanent -Force
        $texts = $mails | Get-OutlookMailContent -ErrorVariable failed -ErrorAction SilentlyContinue
        $texts | Should -HaveCount 5
        $failed.FullyQualifiedErrorId | Should -Be 'MessageNotFound,OutlookMail.PowerShell.Commands.GetOutlookMailContentCommand'
        $failed.TargetObject.Uid | Should -Be $mails[2].Uid
    }

    It 'A folder that is gone keeps none of the others from being listed' {
        New-OutlookFolder Gone | Out-Null
        Remove-OutlookFolder Gone -Force
        $mails = 'Gone', 'INBOX' | Get-OutlookMail -ErrorVariable failed -ErrorAction SilentlyContinue
        $mails | Should -HaveCount 5
        $failed.FullyQualifiedErrorId | Should -Be 'FolderNotFound,OutlookMail.PowerShell.Commands.GetOutlookMailCommand'
    }

    It 'A mail of a folder that was made anew is stale, and is not taken for another' {
        New-OutlookFolder Again | Out-Null
        Get-OutlookMail -First 1 | Copy-OutlookMail Again
        $stale = Get-OutlookMail Again
        Remove-OutlookFolder Again -Recurse -Force
        New-OutlookFolder Again | Out-Null
        Get-OutlookMail -First 1 -Skip 1 | Copy-OutlookMail Again
        { $stale | Get-OutlookMailContent -ErrorAction Stop } | Should -Throw -ErrorId 'MessageStale,OutlookMail.PowerShell.Commands.GetOutlookMailContentCommand'
        { $stale | Remove-OutlookMail -ErrorAction Stop } | Should -Throw -ErrorId 'MessageStale,OutlookMail.PowerShell.Commands.RemoveOutlookMailCommand'
    }

    It 'A full disk ends the command with DiskFull, and with room the next run completes it' -Skip:(-not $IsLinux -or (id -u) -ne 0) {
        $disk = New-Item (Join-Path $TestDrive disk) -ItemType Directory
        mount -t tmpfs -o size=64k tmpfs $disk
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'no small disk can be mounted here'; return }
        try {
            $large = Join-Path $TestDrive large.txt
            Set-Content $large ('0123456789' * 20000) -NoNewline
            Send-OutlookMail -To $session.Mailbox -Subject large -Body x -Attachment $large | Out-Null
            { Export-OutlookMailbox $disk -Folder INBOX -ErrorAction Stop } | Should -Throw -ErrorId 'DiskFull,OutlookMail.PowerShell.Commands.ExportOutlookMailboxCommand'
            mount -o remount,size=16m $disk
            Export-OutlookMailbox $disk -Folder INBOX -ErrorAction Stop | Out-Null
            (Export-OutlookMailbox $disk -Folder INBOX -Verify -ErrorAction Stop).IsVerified | Should -BeTrue
        }
        finally { umount -l $disk }
    }

    It 'Names of every kind stay in their folder' {
        '..\..\up', 'C:\x', 'nul', 'a/b:c*?"<>|', '   ', '..', ('x' * 300), '你好🎉' | ForEach-Object { Send-OutlookMail -To $session.Mailbox -Subject $_ -Body x | Out-Null }
        $path = Join-Path $TestDrive names
        $files = Get-OutlookMail -First 8 | Save-OutlookMail -Path $path -ErrorAction Stop
        $files | Should -HaveCount 8
        $files.Path | ForEach-Object { Split-Path $_ } | Sort-Object -Unique | Should -Be $path
        (Export-OutlookMailbox (Join-Path $TestDrive tree) -Folder INBOX -ErrorAction Stop).Failed | Should -Be 0
    }
}
