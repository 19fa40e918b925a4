BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
}

AfterAll { Stop-OutlookSandbox }

Describe 'The outbox' {
    It 'keeps a mail until it is started, and sends it once' {
        $item = Send-OutlookMail -To $session.Mailbox -Subject queued -Body 'Hi' -Queue -IdempotencyKey 'once'
        $item.State | Should -Be 'Queued'
        (Send-OutlookMail -To $session.Mailbox -Subject queued -Body 'Hi' -Queue -IdempotencyKey 'once').Id | Should -Be $item.Id
        Get-OutlookMail -Subject queued | Should -HaveCount 0

        $sent = Start-OutlookOutbox
        $sent.Id | Should -Be $item.Id
        $sent.State | Should -Be 'Sent'
        $sent.Recipients.Address | Should -Be $session.Mailbox
        Start-OutlookOutbox | Should -HaveCount 0
        Get-OutlookMail -Subject queued | Should -HaveCount 1
    }

    It 'tells the history of a mail' {
        (Get-OutlookOutbox -IdempotencyKey 'once' -History).History.To | Should -Be 'Queued', 'Leased', 'Sending', 'Sent'
    }

    It 'queues rows from the pipeline and reports the bad one' {
        $rows = "To,Subject`n$($session.Mailbox),row 1`nnobody,row 2`n$($session.Mailbox),row 3" | ConvertFrom-Csv
        $items = $rows | Send-OutlookMail -Queue -Body text -ErrorVariable bad -ErrorAction SilentlyContinue
        $items.Subject | Should -Be 'row 1', 'row 3'
        $bad.FullyQualifiedErrorId | Should -Be 'AddressInvalid,OutlookMail.PowerShell.Commands.SendOutlookMailCommand'
        ($items | Start-OutlookOutbox).Subject | Should -Be 'row 1', 'row 3'
    }

    It 'holds back what is for later' {
        $later = Send-OutlookMail -To $session.Mailbox -Subject later -Body later -Queue -NotBefore (Get-Date).AddHours(2)
        Start-OutlookOutbox | Should -HaveCount 0
        (Measure-OutlookOutbox).Scheduled | Should -Be 1
        (Measure-OutlookOutbox).LimitedBy | Should -Be 'Schedule'
        $later | Remove-OutlookOutbox -Force
        { Remove-OutlookOutbox $later.Id -Force -ErrorAction Stop } | Should -Throw -ErrorId 'OutboxItemNotFound,OutlookMail.PowerShell.Commands.RemoveOutlookOutboxCommand'
    }

    It 'asks nobody before it removes one where nobody is there' {
        $answer = Invoke-FreshPwsh -Arguments '-NonInteractive' @'
Import-Module $manifest
Start-OutlookSandbox | Out-Null
Connect-OutlookMailbox 6>$null | Out-Null
$item = Send-OutlookMail -To bob@contoso.test -Subject waits -Body x -Queue
try { $item | Remove-OutlookOutbox } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }
@(Get-OutlookOutbox).Count
$item | Remove-OutlookOutbox -Confirm:$false
@(Get-OutlookOutbox).Count
'@
        $answer[0] | Should -Be 'ConfirmationImpossible,OutlookMail.PowerShell.Commands.RemoveOutlookOutboxCommand'
        $answer[1] | Should -BeLike '*-Force*'
        $answer[2..3] | Should -Be '1', '0'
    }

    It 'queues nothing with -WhatIf' {
        Send-OutlookMail -To $session.Mailbox -Subject never -Body x -Queue -WhatIf | Should -HaveCount 0
        (Measure-OutlookOutbox).Queued | Should -Be 0
    }
}

Describe 'The outbox, where the disk or another process is in its way' {
    It 'says OutboxFull, keeps what was queued, and goes on when there is room' -Skip:(-not $IsLinux -or (id -u) -ne 0) {
        $disk = New-Item (Join-Path $TestDrive disk) -ItemType Directory
        mount -t tmpfs -o size=3m tmpfs $disk
        if ($LASTEXITCODE) { Set-ItResult -Skipped -Because 'no small disk can be mounted here'; return }
        try {
            # A sandbox' outbox lies in the folder for temporary files.
            $answer = Invoke-FreshPwsh -Arguments '-NonInteractive' @"
`$env:TMPDIR = '$disk'
Import-Module `$manifest
Start-OutlookSandbox | Out-Null
`$null = Connect-OutlookMailbox 6>`$null
`$large = [byte[]]::new(4MB)
`$null = Send-OutlookMail -To bob@contoso.test -Subject before -Body x -Queue
foreach (`$way in @{ Queue = `$true }, @{ }) {
    try { Send-OutlookMail -To bob@contoso.test -Subject large -Body x -Attachment @{ Name = 'a.bin'; Content = `$large } @way } catch { `$_.FullyQualifiedErrorId; `$_.ErrorDetails.RecommendedAction }
}
@(Get-OutlookOutbox).Count
(Start-OutlookOutbox).Subject
mount -o remount,size=40m '$disk'
(Send-OutlookMail -To bob@contoso.test -Subject large -Body x -Attachment @{ Name = 'a.bin'; Content = `$large }).State
"@
            $answer[0] | Should -Be 'OutboxFull,OutlookMail.PowerShell.Commands.SendOutlookMailCommand'
            $answer[1] | Should -BeLike 'Free disk space*'
            $answer[2] | Should -Be 'OutboxFull,OutlookMail.PowerShell.Commands.SendOutlookMailCommand'
            $answer[4..6] | Should -Be '1', 'before', 'Sent'
        }
        finally { umount -l $disk }
    }

    It 'says OutboxBusy while another process holds it, sends nothing, and works again afterwards' -Skip:(-not (Get-Command python3 -ErrorAction Ignore)) {
        $null = Send-OutlookMail -To $session.Mailbox -Subject first -Body x
        $database = Get-ChildItem ([IO.Path]::GetTempPath()) -Directory -Filter "outlookmail-sandbox-$((Get-OutlookSandbox).Id.ToString('N'))" |
            Get-ChildItem -Recurse -Filter outbox.db
        $start = [Diagnostics.ProcessStartInfo]::new('python3')
        '-c', 'import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); c.execute("BEGIN IMMEDIATE"); print("held", flush=True); sys.stdin.read()', $database.FullName |
            ForEach-Object { $start.ArgumentList.Add($_) }
        $start.RedirectStandardInput = $start.RedirectStandardOutput = $true
        $holder = [Diagnostics.Process]::Start($start)
        try {
            $holder.StandardOutput.ReadLine() | Should -Be 'held'
            $failure = { Send-OutlookMail -To $session.Mailbox -Subject held -Body x } | Should -Throw -PassThru -ErrorId 'OutboxBusy,OutlookMail.PowerShell.Commands.SendOutlookMailCommand'
            $failure.ErrorDetails.RecommendedAction | Should -Match 'Run the command again'
            Get-OutlookMail -Subject held | Should -HaveCount 0
            (Send-OutlookMail -To $session.Mailbox -Subject 'past it' -Body x -NoJournal).State | Should -Be 'Sent'
        }
        finally {
            $holder.StandardInput.Close()
            $holder.WaitForExit()
        }
        (Send-OutlookMail -To $session.Mailbox -Subject held -Body x).State | Should -Be 'Sent'
        Get-OutlookMail -Subject held | Should -HaveCount 1
    }
}
