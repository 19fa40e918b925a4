# Every mailbox command on a server that is not ours: Dovecot, with Postfix before it (eng/test-servers). Where they cannot
# run each test is skipped by name; with OUTLOOKMAIL_REQUIRE_SERVERS=1, as .ci/run sets it, that is a failure.
BeforeDiscovery {
    $cannotRun = 2
    $servers = Join-Path ([IO.Path]::GetTempPath()) "omt-$([guid]::NewGuid().ToString('N').Substring(0, 12))"
    $missing = 'they run on Linux only'
    if ($IsLinux) {
        $missing = bash "$PSScriptRoot/../../eng/test-servers/up.sh" $servers 2>&1 | Out-String
        if ($LASTEXITCODE -notin 0, $cannotRun) { throw "up.sh ended with ${LASTEXITCODE}: $missing" }
        if ($LASTEXITCODE -eq 0) { $missing = '' }
    }
    if ($missing -and $env:OUTLOOKMAIL_REQUIRE_SERVERS -eq '1') { throw "The real servers are required and not there: $missing" }
}

Describe 'The mailbox on Dovecot' -Skip:([bool] $missing) -ForEach @{ Servers = $servers } {
    BeforeAll {
        Import-Module "$PSScriptRoot/Module.psm1" -Force
        Import-Module (Get-StagedManifest)
        $homeBefore = $env:OUTLOOKMAIL_HOME
        $env:OUTLOOKMAIL_HOME = Join-Path $TestDrive home
        $facts = Get-Content (Join-Path $Servers servers.json) -Raw | ConvertFrom-Json
        $token = [securestring]::new()
        $text = python3 "$PSScriptRoot/../../eng/test-servers/mktoken.py" $Servers alice@contoso.test
        $text.ToCharArray() | ForEach-Object { $token.AppendChar($_) }
        $session = Connect-OutlookMailbox -AccessToken $token -Account alice@contoso.test -ImapServer localhost -ImapPort $facts.imaps `
            -SmtpServer localhost -SmtpPort $facts.smtpStartTls -CertificateAuthority $facts.caPath

        function Get-SampleText([string] $Subject, [string] $Body = 'Grüße') {
            "From: Bob <bob@contoso.test>`r`nTo: alice@contoso.test`r`nSubject: $Subject`r`nMessage-ID: <$([guid]::NewGuid())@contoso.test>`r`n" +
            "Date: Sun, 01 Mar 2026 12:00:00 +0000`r`nMIME-Version: 1.0`r`nContent-Type: multipart/mixed; boundary=b`r`n`r`n" +
            "--b`r`nContent-Type: text/plain; charset=utf-8`r`n`r`n$Body`r`n" +
            "--b`r`nContent-Type: application/pdf`r`nContent-Disposition: attachment; filename=`"../report.pdf`"`r`nContent-Transfer-Encoding: base64`r`n`r`nAQID`r`n--b--`r`n"
        }

        function Add-Sample([string] $Folder, [string[]] $Subject) {
            $files = New-Item (Join-Path $TestDrive ([guid]::NewGuid())) -ItemType Directory
            foreach ($one in $Subject) { [IO.File]::WriteAllText((Join-Path $files "$one.eml"), (Get-SampleText $one)) }
            Get-ChildItem $files | Import-OutlookMail -Folder $Folder -Unread
        }

        Add-Sample INBOX 'first', 'second', 'third' | Out-Null
    }

    AfterAll {
        Get-OutlookSession | Disconnect-OutlookMailbox
        $env:OUTLOOKMAIL_HOME = $homeBefore
        bash "$PSScriptRoot/../../eng/test-servers/down.sh" $Servers --purge | Out-Null
    }

    It 'Get-OutlookFolder lists the tree, with sizes and well-known names' {
        (Get-OutlookFolder).FullName | Should -Contain INBOX
        (Get-OutlookFolder Inbox -Size).Size | Should -BeGreaterThan 1000
        (Get-OutlookFolder Deleted).FullName | Should -Be Trash
    }

    It 'New-, Rename- and Remove-OutlookFolder' {
        (New-OutlookFolder 'Grüße/2026').FullName | Should -Be 'Grüße/2026'
        Rename-OutlookFolder 'Grüße/2026' 2027
        (Get-OutlookFolder 'Grüße/*').FullName | Should -Be 'Grüße/2027'
        Remove-OutlookFolder 'Grüße' -Recurse -Force
        (Get-OutlookFolder).FullName | Should -Not -Contain 'Grüße/2027'
    }

    It 'Get-OutlookMail lists newest first, by its conditions' {
        (Get-OutlookMail).Subject | Should -Be 'third', 'second', 'first'
        (Get-OutlookMail -First 1 -Skip 1).Subject | Should -Be second
        (Get-OutlookMail -From bob -Subject FIRST -Unread -HasAttachment -Since 2026-02-28 -LargerThan 100).Subject | Should -Be first
        (Get-OutlookMail -Body 'grüße' -Filter { $_.Subject -like 't*' }).Subject | Should -Be third
        (Get-OutlookMail | Select-Object -First 1).Subject | Should -Be third
    }

    It 'Get-OutlookMailContent reads text and attachments' {
        $content = Get-OutlookMail -Subject second | Get-OutlookMailContent
        $content.Text.Trim() | Should -Be 'Grüße'
        $copy = [IO.MemoryStream]::new()
        $content.Attachments[0].OpenRead().CopyTo($copy)
        $copy.ToArray() | Should -Be 1, 2, 3
        (Get-OutlookMail -Subject second | Get-OutlookMailContent -Raw) | Should -Match 'Subject: second'
    }

    It 'Save-OutlookMail and Save-OutlookMailAttachment stay in their folder' {
        $folder = Join-Path $TestDrive saved
        $mail = Get-OutlookMail -Subject first | Save-OutlookMail -Path $folder
        Get-Content $mail.Path -Raw | Should -Match 'Subject: first'
        $file = Get-OutlookMail -Subject first | Save-OutlookMailAttachment -Path $folder
        $file.Path | Should -BeLike (Join-Path $folder *report.pdf)
        [IO.File]::ReadAllBytes($file.Path) | Should -Be 1, 2, 3
    }

    It 'Set-OutlookMail sets flags and keywords' {
        $set = Get-OutlookMail -Subject first | Set-OutlookMail -Read -Flagged -Answered -AddKeyword Kept -PassThru
        $set.IsRead, $set.IsFlagged, $set.IsAnswered | Should -Be $true, $true, $true
        (Get-OutlookMail -Flagged).Flags | Should -Contain Kept
    }

    It 'Copy-, Move- and Remove-OutlookMail give each message in its new place' {
        New-OutlookFolder Filed | Out-Null
        $copy = Get-OutlookMail -Subject first | Copy-OutlookMail Filed -PassThru
        $moved = $copy | Move-OutlookMail Archive -PassThru
        $moved.Folder | Should -Be Archive
        $moved | Remove-OutlookMail
        (Get-OutlookMail Deleted).Subject | Should -Be first
        Get-OutlookMail Deleted | Remove-OutlookMail -Permanent -Force
        Get-OutlookMail Deleted | Should -HaveCount 0
        { $moved | Set-OutlookMail -Read -ErrorAction Stop } | Should -Throw -ErrorId 'MessageNotFound,OutlookMail.PowerShell.Commands.SetOutlookMailCommand'
    }

    It 'Wait-OutlookMail finds what comes' {
        Send-OutlookMail -To alice@contoso.test -Subject 'Your code is 654321' -Body x | Out-Null
        (Wait-OutlookMail -Subject code -Timeout 120 -PollInterval 1).Subject | Should -Match '\b\d{6}\b'
    }

    It 'Watch-OutlookMailbox tells what comes' {
        $sender = New-ModuleRunspace
        try {
            $sender.AddScript('param($session) foreach ($i in 1..100) { Send-OutlookMail -Session $session -To alice@contoso.test -Subject "watched $i" -Body x -NoJournal; Start-Sleep -Milliseconds 250 }').AddArgument($session) | Out-Null
            $sender.BeginInvoke() | Out-Null
            $event = Watch-OutlookMailbox -Kind New -PollInterval 1 -Timeout 120 | Select-Object -First 1
            $event.Message.Subject | Should -BeLike 'watched *'
            $sender.Stop()
        }
        finally {
            $sender.Runspace.Dispose()
            $sender.Dispose()
        }
    }

    It 'A mail whose file lost its end is an error of its own for <_>, and the others come' -ForEach 'Get-OutlookMailContent', 'Save-OutlookMail', 'Save-OutlookMailAttachment' {
        $folder = "Broken $(@('Get-OutlookMailContent', 'Save-OutlookMail', 'Save-OutlookMailAttachment').IndexOf($_))"
        Add-Sample $folder 'a', 'b', 'c' | Out-Null
        # The session that goes on waits less than a person would: each of its attempts ends at the same octet.
        $impatient = Connect-OutlookMailbox -AccessToken $token -Account alice@contoso.test -ImapServer localhost -ImapPort $facts.imaps `
            -SmtpServer localhost -SmtpPort $facts.smtpStartTls -CertificateAuthority $facts.caPath -RecoveryTime 1
        $mails = Get-OutlookMail $folder -Session $impatient
        $file = Get-ChildItem (Join-Path $Servers mail) -Recurse -File -Filter u.2 | Where-Object FullName -Like "*/$folder/*"
        $octets = [IO.File]::ReadAllBytes($file.FullName)
        [IO.File]::WriteAllBytes($file.FullName, $octets[0..99])
        $to = @{}
        if ($_ -like 'Save-*') { $to.Path = Join-Path $TestDrive $folder }
        $read = $mails | & $_ @to -ErrorVariable failed -ErrorAction SilentlyContinue
        [IO.File]::WriteAllBytes($file.FullName, $octets)
        $read | Should -HaveCount 2
        $failed.FullyQualifiedErrorId | Should -BeLike 'MessageUnreadable,*'
        $failed.TargetObject.Uid | Should -Be 2
        $mails | Where-Object Uid -EQ 2 | & $_ @to -ErrorAction Stop | Should -HaveCount 1
        Disconnect-OutlookMailbox $impatient
        Set-OutlookSession $session
    }

    It 'Export-OutlookMailbox writes <_>, whole' -ForEach Eml, Maildir, Mbox, Zip {
        Add-Sample "Out $_" 'a', 'b' | Out-Null
        $path = Join-Path $TestDrive "export-$_"
        (Export-OutlookMailbox $path -Format $_ -Folder "Out $_").Exported | Should -Be 2
        $again = Export-OutlookMailbox $path -Format $_ -Folder "Out $_" -Verify
        $again.Unchanged, $again.IsVerified | Should -Be 2, $true
    }

    It 'Import-OutlookMail takes an export back, once' {
        Add-Sample Source 'a', 'b' | Out-Null
        $path = Join-Path $TestDrive 'to-import'
        Export-OutlookMailbox $path -Folder Source | Out-Null
        (Import-OutlookMail $path -Folder Back).Status | Should -Be Imported, Imported
        (Import-OutlookMail $path -Folder Back).Status | Should -Be Duplicate, Duplicate
        (Get-OutlookMail Back/Source).Received | Should -Be (Get-OutlookMail Source).Received
    }

    It 'Sync-OutlookMailbox follows, and Search-OutlookArchive finds' {
        $path = Join-Path $TestDrive archive
        (Sync-OutlookMailbox -Path $path -Folder INBOX).Added | Should -BeGreaterThan 2
        Get-OutlookMail -Subject second | Remove-OutlookMail
        (Sync-OutlookMailbox -Path $path -Folder INBOX).Removed | Should -Be 1
        (Search-OutlookArchive 'gruße subject:th*' -Path $path).Subject | Should -Be third
        Search-OutlookArchive 'subject:second' -Path $path | Should -HaveCount 0
        (Sync-OutlookMailbox -Path $path -Folder INBOX -Verify -WarningAction Stop).Failed | Should -Be 0
    }
}
