# What the engine double assumes of the engine, with the engine. The names are those of OutlookCmdletTests.

BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
    1..12 | ForEach-Object { Send-OutlookMail -To $session.Mailbox -Subject "mail $_" -Body 'Hi' | Out-Null }
}

AfterAll { Stop-OutlookSandbox }

Describe 'The pipeline' {
    It 'Select-Object -First ends the command and leaves the session usable' {
        foreach ($round in 1..10) {
            Get-OutlookMail | Select-Object -First 5 | Should -HaveCount 5
        }
        Get-OutlookMail | Should -HaveCount 12
    }

    It 'Ten commands that end early sign in once' {
        $trace = Join-Path $TestDrive 'trace.log'
        $traced = Connect-OutlookMailbox -Trace $trace
        foreach ($round in 1..10) { Get-OutlookMail -Session $traced | Select-Object -First 5 | Out-Null }
        Disconnect-OutlookMailbox $traced
        Set-OutlookSession $session
        @(Get-Content $trace | Select-String 'C: \S+ AUTHENTICATE ').Count | Should -Be 1
        Get-Content $trace -Raw | Should -Not -Match 'eyJ' -Because 'a trace holds no token'
    }

    It 'break ends the command and leaves the session usable' {
        $seen = 0
        foreach ($once in 1) {
            Get-OutlookMail | ForEach-Object { if (++$seen -eq 3) { break } }
        }
        $seen | Should -Be 3
        Get-OutlookMail -First 1 | Should -HaveCount 1
    }

    It 'A failing neighbour ends the command with its own error' {
        { Get-OutlookMail | ForEach-Object { throw 'neighbour' } } | Should -Throw 'neighbour'
        Get-OutlookMail -First 1 | Should -HaveCount 1
    }

    It 'ErrorAction Stop makes a non-terminating error terminating' {
        { Get-OutlookMail -Folder Absent -ErrorAction Stop } | Should -Throw -ErrorId 'FolderNotFound,OutlookMail.PowerShell.Commands.GetOutlookMailCommand'
    }

    It 'An error about one object lets the next one go on' {
        $mail = 'Absent', 'INBOX' | Get-OutlookMail -ErrorVariable errors -ErrorAction SilentlyContinue
        $mail | Should -HaveCount 12
        $errors | Should -HaveCount 1
        $errors[0].CategoryInfo.Category | Should -Be 'ObjectNotFound'
        $errors[0].TargetObject | Should -Be 'Absent'
        $errors[0].ErrorDetails.RecommendedAction | Should -Not -BeNullOrEmpty
    }

    It 'Commands that nest share the session' {
        $texts = Get-OutlookMail -First 3 | Get-OutlookMailContent | ForEach-Object { $_.Text.Trim() }
        $texts | Should -Be 'Hi', 'Hi', 'Hi'
    }

    It 'Stop ends a command that waits for a person' {
        $shell = New-ModuleRunspace
        try {
            $shell.AddScript('Start-OutlookSandbox -Approval Page | Out-Null; Connect-OutlookMailbox -OnDeviceCode { }') | Out-Null
            $running = $shell.BeginInvoke()
            $deadline = [datetime]::Now.AddSeconds(60)
            while (-not ($shell.Streams.Information.Tags -eq 'OutlookMail.DeviceCode') -and [datetime]::Now -lt $deadline) { Start-Sleep -Milliseconds 20 }
            $shell.Stop()
            $shell.InvocationStateInfo.State | Should -Be 'Stopped'
            $running.IsCompleted | Should -BeTrue
            $shell.Streams.Error | Should -HaveCount 0
            $shell.Commands.Clear()
            $shell.AddScript('Get-OutlookSandbox | Where-Object Approval -eq Page | Stop-OutlookSandbox').Invoke() | Should -HaveCount 0
        }
        finally {
            $shell.Runspace.Dispose()
            $shell.Dispose()
        }
    }

    It 'Another runspace has no current session and is told what to do' {
        $answer = 1 | ForEach-Object -Parallel {
            Import-Module $using:manifest
            try { Get-OutlookMail -First 1 } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }
        } -ErrorVariable ignored
        $answer[0] | Should -Be 'NotSignedIn,OutlookMail.PowerShell.Commands.GetOutlookMailCommand'
        $answer[1] | Should -BeLike '*-Session $using:session*'
    }

    It 'A session can be handed to parallel runspaces' {
        $subjects = 1..4 | ForEach-Object -ThrottleLimit 4 -Parallel {
            Import-Module $using:manifest
            (Get-OutlookMail -Session $using:session -First 1).Subject
        }
        $subjects | Should -Be (, 'mail 12' * 4)
    }

    BeforeAll { $manifest = Get-StagedManifest }
}
