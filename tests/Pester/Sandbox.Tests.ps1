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

    It 'meets a fault once, and then no more' {
        $sandbox = Start-OutlookSandbox
        try {
            Connect-OutlookMailbox | Out-Null
            Set-OutlookSandbox SubmissionQuota, Slow -Next 1
            Set-OutlookSandbox -Fault Slow -Next 0
            { Send-OutlookMail -To bob@contoso.test -Subject s -Body b -ErrorAction Stop } | Should -Throw
            (Send-OutlookMail -To bob@contoso.test -Subject s -Body b).State | Should -Be 'Sent'
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'keeps rules apart, and takes one away again' {
        $sandbox = Start-OutlookSandbox
        try {
            Connect-OutlookMailbox | Out-Null
            $sandbox | Set-OutlookSandbox -SecurityDefaults
            $sandbox | Set-OutlookSandbox -RequireManagedDevice:$false
            { Send-OutlookMail -To bob@contoso.test -Subject s -Body b -ErrorAction Stop } | Should -Throw -ErrorId 'SmtpAuthDisabled,*'
            $sandbox | Set-OutlookSandbox -SecurityDefaults:$false
            (Send-OutlookMail -To bob@contoso.test -Subject s -Body b).State | Should -Be 'Sent'
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'outputs its requests as objects, by a clock that can be moved' {
        $sandbox = Start-OutlookSandbox
        try {
            Set-OutlookSandbox -Advance 2.00:00:00 -WhatIf
            Connect-OutlookMailbox | Out-Null
            $first = Get-OutlookSandbox -Log | Select-Object -Last 1
            $first.Time | Should -BeLessThan ([DateTimeOffset]::Now.AddDays(1))
            Set-OutlookSandbox -Advance 2.00:00:00
            Disconnect-OutlookMailbox
            Connect-OutlookMailbox | Out-Null
            ($sandbox | Get-OutlookSandbox -Log)[-1].Time | Should -BeGreaterThan ([DateTimeOffset]::Now.AddDays(1))
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'begins with mail from files, and keeps it in a folder' {
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'mail')
        'One', 'Two' | ForEach-Object { Set-Content "$folder/$_.eml" "From: bob@contoso.test`r`nSubject: $_`r`n`r`nText`r" }
        Push-Location $TestDrive
        try {
            $sandbox = Start-OutlookSandbox -Seed mail -Path kept -ImapProfile Standard -NoLimit
            Connect-OutlookMailbox | Out-Null
            (Get-OutlookMail).Subject | Sort-Object | Should -Be 'One', 'Two'
            Stop-OutlookSandbox $sandbox
            $sandbox = Start-OutlookSandbox -Path kept
            Connect-OutlookMailbox | Out-Null
            (Get-OutlookMail).Subject | Sort-Object | Should -Be 'One', 'Two'
        }
        finally {
            Pop-Location
            Stop-OutlookSandbox $sandbox
        }
    }

    It 'has people, mailboxes and apps as objects' {
        $sandbox = Start-OutlookSandbox -User ada@contoso.test, eve@outlook.test -SharedMailbox info@contoso.test -SeedCount 3
        try {
            (Get-OutlookSandbox -User).UserPrincipalName | Should -Be 'ada@contoso.test', 'eve@outlook.test'
            (Get-OutlookSandbox -User)[1].IsPersonal | Should -BeTrue
            $sandbox | Set-OutlookSandbox -SharedMailbox info@contoso.test, more@contoso.test -FullAccess ada@contoso.test -SendAs ada@contoso.test
            $shared = $sandbox | Get-OutlookSandbox -Mailbox | Where-Object IsShared
            $shared.PrimarySmtpAddress | Should -Be 'info@contoso.test', 'more@contoso.test'
            $shared[0].FullAccess | Should -Be 'ada@contoso.test'
            (Get-OutlookSandbox -Mailbox)[0].Messages | Should -Be 3
            $app = Get-OutlookSandbox -App
            $app.ClientId | Should -Be $sandbox.ClientId
            $app.Permissions | Should -Contain 'IMAP.AccessAsUser.All'
            Connect-OutlookMailbox | Out-Null
            Get-OutlookMail | Should -HaveCount 3
            (Connect-OutlookMailbox -Mailbox more@contoso.test).Mailbox | Should -Be 'more@contoso.test'
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'locks one person out, and lets her in again' {
        $sandbox = Start-OutlookSandbox
        try {
            Set-OutlookSandbox -User ada@contoso.test -SignInError 50053
            { Connect-OutlookMailbox } | Should -Throw '*AADSTS50053*'
            (Get-OutlookSandbox -User)[0].SignInError | Should -Be 50053
            Set-OutlookSandbox -User ada@contoso.test -SignInError 0 -Disabled
            (Get-OutlookSandbox -User).IsEnabled | Should -Be $false, $true
            (Connect-OutlookMailbox).Account | Should -Be 'bob@contoso.test'
            Set-OutlookSandbox -User ada@contoso.test -Disabled:$false
            (Get-OutlookSandbox -User).IsEnabled | Should -Be $true, $true
            { Set-OutlookSandbox -User nobody -ErrorAction Stop } | Should -Throw -ErrorId 'AddressInvalid,*'
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'refuses device codes under a rule' {
        $sandbox = Start-OutlookSandbox
        try {
            Set-OutlookSandbox -BlockDeviceCode
            try { Connect-OutlookMailbox -WarningAction Ignore | Out-Null } catch { $_.FullyQualifiedErrorId | Should -BeLike '*,*' }
            (Get-OutlookSandbox -Log).Answer -match 'AADSTS53003$' | Should -Not -BeNullOrEmpty
            Set-OutlookSandbox -BlockDeviceCode:$false
            Connect-OutlookMailbox | Should -Not -BeNullOrEmpty
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'knows the fault <_>' -ForEach TokenExpiry, DropMidFetch, DropAfterDot, ConsentMissing, DeviceCodeBlocked, SecretExpired, Slow, Throttle, SmtpAuthDisabled {
        $sandbox = Start-OutlookSandbox
        try {
            Set-OutlookSandbox -Fault $_ -Next 2
            Set-OutlookSandbox -Fault $_ -Share 0.5
        }
        finally { Stop-OutlookSandbox $sandbox }
    }

    It 'hands out the Exchange commands, and takes them away' {
        $sandbox = Start-OutlookSandbox -ExchangeCommands
        try {
            $app = Get-OutlookSandbox -App
            { New-ServicePrincipal -AppId $app.ClientId -ObjectId $app.ObjectId -ErrorAction Stop } | Should -Throw -ErrorId 'InvalidObjectId*'
            New-ServicePrincipal -AppId $app.ClientId -ObjectId $app.ServicePrincipalId -DisplayName App -WhatIf
            Get-ServicePrincipal | Should -HaveCount 0
            (New-ServicePrincipal -AppId $app.ClientId -ServiceId $app.ServicePrincipalId -DisplayName "App's").DisplayName | Should -Be "App's"
            (Get-ServicePrincipal -Identity $app.ClientId).ObjectId | Should -Be "$($app.ServicePrincipalId)"
            Add-MailboxPermission -Identity 'bob@contoso.test' -User $app.ServicePrincipalId -AccessRights FullAccess | Out-Null
            Add-RecipientPermission -Identity 'bob@contoso.test' -Trustee $app.ServicePrincipalId -AccessRights SendAs -Confirm:$false | Out-Null
            (Get-OutlookSandbox -Mailbox | Where-Object PrimarySmtpAddress -eq bob@contoso.test).SendAs | Should -Be "$($app.ServicePrincipalId)"
            Set-CASMailbox -Identity 'bob@contoso.test' -SmtpClientAuthenticationDisabled $true -ImapEnabled $false
            Set-CASMailbox -Identity 'bob@contoso.test' -SmtpClientAuthenticationDisabled $null
            $settings = Get-CASMailbox -Identity 'bob@contoso.test'
            $settings.ImapEnabled | Should -BeFalse
            $settings.SmtpClientAuthenticationDisabled | Should -BeNullOrEmpty
            Set-TransportConfig -SmtpClientAuthenticationDisabled $true
            (Get-TransportConfig).SmtpClientAuthenticationDisabled | Should -BeTrue
        }
        finally { Stop-OutlookSandbox $sandbox }
        Get-Command New-ServicePrincipal, Set-CASMailbox -ErrorAction Ignore | Should -HaveCount 0
    }

    It 'runs the runbook and the test of docs/sandbox.md as they stand there' {
        $page = Get-Content "$PSScriptRoot/../../docs/sandbox.md" -Raw
        $folder = New-Item -ItemType Directory (Join-Path $TestDrive 'runbook')
        foreach ($name in 'Send-Report.ps1', 'Send-Report.Tests.ps1') {
            $page -match "(?s)``$([regex]::Escape($name))``:\s+``````powershell\n(.+?)``````" | Should -BeTrue -Because "$name is on the page"
            Set-Content "$folder/$name" $Matches[1]
        }
        $answer = Invoke-FreshPwsh -Arguments '-NonInteractive' -Script "
            `$env:PSModulePath = (Split-Path (Split-Path (Split-Path `$manifest))) + [IO.Path]::PathSeparator + `$env:PSModulePath
            `$run = Invoke-Pester -Path '$folder' -PassThru -Output None
            `$run.Result, `$run.PassedCount, `$run.TotalCount
            `$run.Failed | ForEach-Object { `$_.ErrorRecord.Exception.Message }"
        $answer | Should -Be 'Passed', 3, 3
    }
}
