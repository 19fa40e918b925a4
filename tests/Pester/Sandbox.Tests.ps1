BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
}

Describe 'The sandbox' {
    It 'starts, is listed, and stops with its sessions' {
        $sandbox = Start-OutlookSandbox -InformationVariable information
        $information | Should -HaveCount 1
        Get-OutlookSandbox | Should -Contain $sandbox
        $session = Connect-OutlookMailbox
        $session.IsSandbox | Should -BeTrue
        Stop-OutlookSandbox
        $sandbox.IsRunning | Should -BeFalse
        $session.IsOpen | Should -BeFalse
        Get-OutlookSession -Current | Should -HaveCount 0
    }

    It 'does nothing with -WhatIf' {
        $before = @(Get-OutlookSandbox).Count
        Start-OutlookSandbox -WhatIf | Should -HaveCount 0
        Get-OutlookSandbox | Should -HaveCount $before
    }

    It 'says so when none runs' {
        { Stop-OutlookSandbox } | Should -Throw -ErrorId 'SandboxNotRunning,OutlookMail.PowerShell.Commands.StopOutlookSandboxCommand'
    }

    It 'can be signed in to from another runspace' {
        $sandbox = Start-OutlookSandbox
        $manifest = Get-StagedManifest
        try {
            1 | ForEach-Object -Parallel {
                Import-Module $using:manifest
                (Connect-OutlookMailbox -Sandbox $using:sandbox).Mailbox
            } | Should -Be 'ada@contoso.test'
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'walks the first page of the manual under -NonInteractive' {
        $answer = Invoke-FreshPwsh -Arguments '-NonInteractive' -Script '
            Import-Module $manifest
            Start-OutlookSandbox | Out-Null
            Connect-OutlookMailbox | Out-Null
            Test-OutlookAppPermissions -Quiet
            (Send-OutlookMail -To ada@contoso.test -Subject Hello -Body Hi).State.ToString()
            (Get-OutlookMail -Unread -From ada@contoso.test | Save-OutlookMail -Path (Join-Path ([IO.Path]::GetTempPath()) ([guid]::NewGuid()))).Length -gt 0
            Stop-OutlookSandbox'
        $answer | Should -Be $true, 'Sent', $true
    }
}
