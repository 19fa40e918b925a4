BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
    1..3 | ForEach-Object { Send-OutlookMail -To $session.Mailbox -Subject "Invoice $_" -Body "Grüße number $_" | Out-Null }
}

AfterAll { Stop-OutlookSandbox }

Describe 'Export-OutlookMailbox' {
    It 'exports each folder, and the next run adds what is new' {
        $path = Join-Path $TestDrive 'export'
        $first = Export-OutlookMailbox $path
        $first | Should -BeOfType OutlookMail.Model.OutlookExportResult
        ($first | Measure-Object Exported -Sum).Sum | Should -Be 6
        Get-ChildItem (Join-Path $path INBOX) -Filter *.eml | Should -HaveCount 3
        $second = Export-OutlookMailbox $path -Verify
        ($second | Measure-Object Exported -Sum).Sum | Should -Be 0
        $second.IsVerified | Should -Not -Contain $false
    }

    It 'writes <_>' -ForEach Maildir, Mbox, Zip {
        $path = Join-Path $TestDrive "as-$_"
        (Export-OutlookMailbox $path -Format $_ -Folder INBOX).Exported | Should -Be 3
        $path | Should -Exist
    }

    It 'takes conditions' {
        (Export-OutlookMailbox (Join-Path $TestDrive 'some') -Folder INBOX -Subject 'Invoice 2').Exported | Should -Be 1
        (Export-OutlookMailbox (Join-Path $TestDrive 'none') -Folder INBOX -Since ([datetime]::Now.AddDays(1))).Exported | Should -Be 0
    }

    It 'shows progress and writes nothing with -WhatIf' {
        $path = Join-Path $TestDrive 'whatif'
        Export-OutlookMailbox $path -WhatIf | Should -HaveCount 0
        $path | Should -Not -Exist
    }

    It 'is shown as a table of 80 columns' {
        $lines = Export-OutlookMailbox (Join-Path $TestDrive 'view') | Out-String -Width 80 -Stream | Where-Object Length
        $lines[0] | Should -Match 'Folder\s+Exported\s+Unchanged\s+Failed'
    }
}

Describe 'Sync-OutlookMailbox and Search-OutlookArchive' {
    It 'copies the mailbox and finds in it what was meant' {
        $first = Sync-OutlookMailbox
        $first | Should -BeOfType OutlookMail.Model.OutlookSyncResult
        ($first | Measure-Object Added -Sum).Sum | Should -Be 6
        $hits = Search-OutlookArchive 'gruße "number 2"' -Folder INBOX
        $hits | Should -HaveCount 1
        $hits.Subject | Should -Be 'Invoice 2'
        $hits.Snippet | Should -Match '«Grüße»'
        Search-OutlookArchive -First 2 | Should -HaveCount 2
    }

    It 'has nothing to do the second time, and finds the archive whole' {
        (Sync-OutlookMailbox -Verify -WarningAction Stop | Measure-Object Added, Removed, Changed -Sum).Sum | Sort-Object -Unique | Should -Be 0
    }

    It 'gives the message itself' {
        $hit = Search-OutlookArchive 'subject:invoice' -First 1
        $reader = [IO.StreamReader]::new($hit.OpenRead())
        try { $reader.ReadToEnd() | Should -Match 'Subject: Invoice 3' } finally { $reader.Dispose() }
    }

    It 'keeps an archive elsewhere' {
        $path = Join-Path $TestDrive 'archive'
        Sync-OutlookMailbox -Folder INBOX -Path $path | Out-Null
        Search-OutlookArchive -Path $path | Should -HaveCount 3
        { Search-OutlookArchive -Path (Join-Path $TestDrive 'absent') } | Should -Throw -ErrorId 'ArchiveNotFound,OutlookMail.PowerShell.Commands.SearchOutlookArchiveCommand'
    }

    It 'copies nothing with -WhatIf' {
        $path = Join-Path $TestDrive 'whatif-archive'
        Sync-OutlookMailbox -Path $path -WhatIf | Should -HaveCount 0
        $path | Should -Not -Exist
    }
}

Describe 'Import-OutlookMail' {
    BeforeAll {
        $path = Join-Path $TestDrive 'to-import'
        Export-OutlookMailbox $path -Folder INBOX | Out-Null
    }

    It 'takes files from Get-ChildItem, once' {
        $first = Get-ChildItem $path -Filter *.eml -Recurse | Import-OutlookMail -Folder Restored
        $first | Should -BeOfType OutlookMail.Model.OutlookImportedMail
        $first.Status | Should -Be @('Imported', 'Imported', 'Imported')
        (Get-ChildItem $path -Filter *.eml -Recurse | Import-OutlookMail -Folder Restored).Status | Should -Be @('Duplicate', 'Duplicate', 'Duplicate')
        Get-OutlookMail Restored | Should -HaveCount 3
    }

    It 'puts an export back under a folder' {
        (Import-OutlookMail $path -Folder Copy).Folder | Sort-Object -Unique | Should -Be 'Copy/INBOX'
        (Get-OutlookMail Copy/INBOX).Received | Should -Be (Get-OutlookMail INBOX).Received
    }

    It 'imports nothing with -WhatIf' {
        Import-OutlookMail $path -Folder Never -WhatIf | Should -HaveCount 0
        { Get-OutlookMail Never -ErrorAction Stop } | Should -Throw -ErrorId 'FolderNotFound,OutlookMail.PowerShell.Commands.GetOutlookMailCommand'
    }

    It 'goes on behind a file that is no mail' {
        Set-Content (Join-Path $TestDrive 'empty.eml') '' -NoNewline
        $file = (Get-ChildItem $path -Filter *.eml -Recurse)[0].FullName
        $imported = Import-OutlookMail (Join-Path $TestDrive 'empty.eml'), $file -Folder Some -ErrorVariable failed -ErrorAction SilentlyContinue
        $imported | Should -HaveCount 1
        $failed.FullyQualifiedErrorId | Should -Be 'ImportNotReadable,OutlookMail.PowerShell.Commands.ImportOutlookMailCommand'
    }
}
