BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    $sandbox = Start-OutlookSandbox
    $session = Connect-OutlookMailbox
}

AfterAll { Stop-OutlookSandbox }

Describe 'Test-OutlookAppPermissions' {
    It 'proves each of the five' {
        $rows = Test-OutlookAppPermissions | Where-Object Kind -eq Permission
        $rows.Permission | Should -Be 'email', 'offline_access', 'IMAP.AccessAsUser.All', 'SMTP.Send', 'User.Read'
        $rows | ForEach-Object { "$($_.Status) $($_.Evidence)" | Should -Match '^Passed \S' }
    }

    It 'says what it could not see, and nobody is asked to sign in for it' {
        $row = Test-OutlookAppPermissions | Where-Object Permission -eq 'app registration'
        $row.Status | Should -Be 'NotTested'
        $row.Evidence | Should -Match 'nobody is signed in to Microsoft Graph'
    }

    It 'is a Boolean with -Quiet' {
        Test-OutlookAppPermissions -Quiet | Should -BeExactly $true
        Test-OutlookAppPermission -Permission No.Such -Quiet | Should -BeExactly $false
        Test-OutlookAppPermissions -Quiet -Strict | Should -BeExactly $false
    }

    It 'ends with an error under -Strict, so that a script can tell' {
        $rows = Test-OutlookAppPermissions -Strict -ErrorAction SilentlyContinue -ErrorVariable failed
        $rows.Count | Should -BeGreaterThan 5
        $failed[0].FullyQualifiedErrorId | Should -Be 'PermissionsNotProved,OutlookMail.PowerShell.Commands.TestOutlookAppPermissionsCommand'
        Test-OutlookAppPermissions -Permission SMTP.Send -Strict -ErrorAction Stop | Should -HaveCount 1
    }

    It 'sends itself a mail with -SendTestMail, but not with -WhatIf' {
        Test-OutlookAppPermissions -Permission SMTP.Send -SendTestMail -WhatIf | Out-Null
        Get-OutlookMail | Should -HaveCount 0
        Test-OutlookAppPermissions -Permission SMTP.Send -SendTestMail | Out-Null
        Get-OutlookMail | Should -HaveCount 1
    }

    It 'completes -Permission' {
        $line = 'Test-OutlookAppPermissions -Permission smtp'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be 'SMTP.Send'
    }

    It 'shows a matrix within <_> columns' -ForEach 80, 120 {
        $width = $_
        $lines = (Test-OutlookAppPermissions | Out-String -Width $width) -split '\r?\n'
        ($lines | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual $width
        $lines -match 'Permission +Decl Cons Tokn Wire State' | Should -HaveCount 1
        $lines -match 'SMTP\.Send +\? +yes +yes +yes +Passed' | Should -HaveCount 1
    }

    It 'writes a page that needs nothing else' {
        $path = Join-Path $TestDrive report.html
        (Test-OutlookAppPermissions -AsHtml -Path $path).FullName | Should -Be $path
        $page = Get-Content $path -Raw
        $page | Should -Match '<title>Outlook permissions of'
        $page | Should -Not -Match '<script|src=|url\('
        { Test-OutlookAppPermissions -AsHtml -Path $path -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,*'
        Test-OutlookAppPermissions -AsHtml -Path $path -Force | Should -HaveCount 1
        Test-OutlookAppPermissions -AsHtml | Should -Match '^<!DOCTYPE html>'
    }
}

Describe 'From nothing' {
    It '<_>: Register-OutlookApp; Connect-OutlookMailbox; Test-OutlookAppPermissions is all green' -ForEach DeviceCode, Interactive, Web {
        $redirect = if ($_ -eq 'Web') { @{ RedirectUri = 'http://localhost/signin' } } else { @{} }
        $app = Register-OutlookApp -Name "From nothing $_" -SignIn $_ @redirect
        (Connect-OutlookMailbox).ClientId | Should -Be $app.ClientId
        $rows = Test-OutlookAppPermissions
        $rows | Where-Object Status -ne Passed | Should -HaveCount 0
        ($rows | Where-Object Permission -eq SMTP.Send).Declared | Should -BeTrue
        Test-OutlookAppPermissions -Quiet -Strict | Should -BeExactly $true
    }

    It 'AppOnly: red, naming the Exchange step; green after the emitted script, as it stands' {
        Stop-OutlookSandbox
        Start-OutlookSandbox -ExchangeCommands | Out-Null
        $app = Register-OutlookApp -Name 'Night job' -SignIn AppOnly
        { Connect-OutlookMailbox -Mailbox bob@contoso.test -ErrorAction Stop } | Should -Throw -ErrorId 'AuthenticatedNotConnected,*'
        $row = Test-OutlookAppPermissions -ClientId $app.ClientId -Mailbox bob@contoso.test | Where-Object Permission -eq IMAP.AccessAsApp
        $row.Status | Should -Be 'Failed'
        $row.WhoCanFix | Should -Be 'ExchangeAdministrator'
        $row.Command | Should -Match "^New-ServicePrincipal -AppId $($app.ClientId) -ObjectId $($app.ServicePrincipalId) "
        Invoke-Expression $row.Command
        Connect-OutlookMailbox -Mailbox bob@contoso.test | Out-Null
        Test-OutlookAppPermissions | Where-Object Status -ne Passed | Should -HaveCount 0
        Test-OutlookAppPermissions -Quiet -Strict | Should -BeExactly $true
    }

    It 'follows an app through each of its sign-ins, and the printed lines, run as they stand, turn every row green' {
        $app = Register-OutlookApp -Name 'All of them' -SignIn DeviceCode, Interactive, Web, AppOnly -RedirectUri http://localhost/signin
        Connect-OutlookMailbox -ClientId $app.ClientId | Out-Null
        $rows = Test-OutlookAppPermissions
        ($rows | Where-Object Kind -eq Permission).SignIn | Select-Object -Unique | Should -Be 'DeviceCode', 'Interactive', 'Web', 'AppOnly'
        $web = $rows | Where-Object { $_.SignIn -eq 'Web' -and $_.Permission -eq 'SMTP.Send' }
        $web.Status | Should -Be 'NotTested'
        $web.Command | Should -Be "Connect-OutlookMailbox -ClientId $($app.ClientId) -SignIn Web"
        $own = $rows | Where-Object Permission -eq SMTP.SendAsApp
        $own.Status | Should -Be 'Failed'
        Test-OutlookAppPermissions -Permission SMTP.Send -SignIn DeviceCode -Quiet | Should -BeExactly $true
        Invoke-Expression $web.Command | Out-Null
        Invoke-Expression $own.Command | Out-Null
        Test-OutlookAppPermissions | Where-Object Status -ne Passed | Should -HaveCount 0
        Test-OutlookAppPermissions -Quiet -Strict | Should -BeExactly $true
        $lines = (Test-OutlookAppPermissions | Out-String -Width 120) -split '\r?\n'
        $lines -match '^\s+Sign-in: AppOnly' | Should -Not -HaveCount 0
    }

    It 'RBAC for Applications: the emitted commands, as they stand, let the app send for the filter and for nobody else' {
        $app = Register-OutlookApp -Name "Ada's scoped job" -SignIn AppOnly
        $test = @{ ClientId = $app.ClientId; Permission = 'SMTP.SendAsApp' }
        $row = Test-OutlookAppPermissions @test -Mailbox bob@contoso.test -RecipientFilter "PrimarySmtpAddress -eq 'bob@contoso.test'" | Where-Object Permission -eq SMTP.SendAsApp
        $row.Status | Should -Be 'Failed'
        $row.Command | Should -Match "New-ManagementRoleAssignment -Role 'Application SMTP.SendAsApp' -App $($app.ServicePrincipalId) "
        Invoke-Expression $row.Command | Out-Null
        (Test-OutlookAppPermissions @test -Mailbox bob@contoso.test).Status | Should -Be 'Passed'
        (Test-OutlookAppPermissions @test -Mailbox ada@contoso.test)[-1].Status | Should -Be 'Failed'
        (Test-OutlookAppPermissions -ClientId $app.ClientId -Mailbox bob@contoso.test -Permission IMAP.AccessAsApp)[-1].Status | Should -Be 'Failed'
    }

    It 'AppOnly with a certificate that is made here, and the app registration''s object id refused by Exchange' {
        $app = Register-OutlookApp -Name 'Certified job' -SignIn AppOnly -Certificate
        (Get-OutlookAppCertificate -ClientId $app.ClientId).IsStored | Should -BeTrue
        $row = Test-OutlookAppPermissions -ClientId $app.ClientId -Mailbox bob@contoso.test -Permission SMTP.SendAsApp
        $said = try { & ([scriptblock]::Create($row.Command.Replace($app.ServicePrincipalId, $app.ObjectId))) 2>&1 | Out-String } catch { "$_" }
        $said | Should -Match "is the app registration's"
        Invoke-Expression $row.Command
        (Connect-OutlookMailbox -ClientId $app.ClientId -Mailbox bob@contoso.test).SignIn | Should -Be 'Certificate'
        Test-OutlookAppPermissions | Where-Object Status -ne Passed | Should -HaveCount 0
    }

    It 'runs a printed fix as it stands: <Break>' -ForEach @(
        @{ Break = 'SMTP AUTH off for the tenant'; Do = { Set-TransportConfig -SmtpClientAuthenticationDisabled $true }; Row = 'SMTP.Send' }
        @{ Break = 'SMTP AUTH off'; Do = { Set-CASMailbox -Identity ada@contoso.test -SmtpClientAuthenticationDisabled $true }; Row = 'SMTP AUTH' }
        @{ Break = 'IMAP off'; Do = { Set-CASMailbox -Identity ada@contoso.test -ImapEnabled $false }; Row = 'IMAP.AccessAsUser.All' }
        @{ Break = 'IMAP taken away'; Do = { Set-OutlookApp -ClientId $app.ClientId -RemovePermission IMAP.AccessAsUser.All }; Row = 'IMAP.AccessAsUser.All' }
        @{ Break = 'another audience'; Do = { Set-OutlookApp -ClientId $app.ClientId -Audience PersonalMicrosoftAccount }; Row = 'supported account types' }
        @{ Break = 'a permission beyond need'; Do = { Set-OutlookApp -ClientId $app.ClientId -Permission Mail.ReadWrite }; Row = 'least privilege' }
        @{ Break = 'a permission taken away'; Do = { Set-OutlookApp -ClientId $app.ClientId -RemovePermission SMTP.Send }; Row = 'SMTP.Send' }
        @{ Break = 'device codes blocked'; Do = { Set-OutlookSandbox -BlockDeviceCode }; Row = 'offline_access' }
    ) {
        $app = Register-OutlookApp -Name $Break -SignIn DeviceCode
        Connect-OutlookMailbox -ClientId $app.ClientId | Out-Null
        . $Do
        $row = Test-OutlookAppPermissions | Where-Object Permission -eq $Row
        $row.Status | Should -Not -Be 'Passed'
        Invoke-Expression $row.Command | Out-Null
        (Test-OutlookAppPermissions | Where-Object Permission -eq $row.Permission).Status | Select-Object -Unique | Should -Be 'Passed'
        Set-OutlookSandbox -BlockDeviceCode:$false
    }
}

Describe 'What is printed' {
    BeforeAll {
        # The commands of a text and their arguments, as PowerShell itself reads them; nothing else may be in it.
        function Read-Command($text) {
            $problems = $null
            $script = [System.Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $problems)
            $problems | Should -HaveCount 0
            $script.FindAll({ $args[0] -is [System.Management.Automation.Language.SubExpressionAst] -or $args[0] -is [System.Management.Automation.Language.ExpandableStringExpressionAst] -or $args[0] -is [System.Management.Automation.Language.ScriptBlockExpressionAst] }, $true) | Should -HaveCount 0
            $script.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        }
    }

    It 'is data to PowerShell whatever names, ids and addresses hold: <_>' -ForEach "x'; throw 1; '", 'x$(throw 1)', 'x`"y', "x’; throw 1; ‘", 'x; throw 1', '<script>alert(1)</script>', '-Force; throw 1' {
        $evil = $_ -replace '\\u2019', [char] 0x2019 -replace '\\u2018', [char] 0x2018
        $known = 'New-ServicePrincipal', 'Add-MailboxPermission', 'Add-RecipientPermission', 'New-ManagementScope', 'New-ManagementRoleAssignment', 'Test-ServicePrincipalAuthorization',
            'Set-OutlookApp', 'Connect-OutlookMailbox', 'Disconnect-OutlookMailbox', 'Get-OutlookApp', 'Register-OutlookApp', 'Test-OutlookAppPermissions', 'Read-Host', 'Test-OutlookConnection'
        $app = Register-OutlookApp -Name $evil -SignIn AppOnly
        $rows = @(
            Test-OutlookAppPermissions -ClientId $app.ClientId -Mailbox "$evil@contoso.test" -RecipientFilter $evil
            Test-OutlookAppPermissions -ClientId $evil -Mailbox bob@contoso.test
            Test-OutlookAppPermissions -ClientId $app.ClientId -Mailbox bob@contoso.test -Permission $evil, SMTP.SendAsApp
        )
        $texts = $rows.Command | Where-Object { $_ }
        $texts.Count | Should -BeGreaterThan 3
        foreach ($text in $texts) {
            Read-Command $text | ForEach-Object { $_.GetCommandName() | Should -BeIn $known }
        }
        ($texts -match 'New-ServicePrincipal' | ForEach-Object { Read-Command $_ } | Where-Object { $_.GetCommandName() -eq 'New-ServicePrincipal' })[0].CommandElements[-1].SafeGetValue() | Should -BeExactly $evil
        $page = Test-OutlookAppPermissions -ClientId $app.ClientId -Mailbox "$evil@contoso.test" -AsHtml
        $page | Should -Not -Match '<script'
    }
}

Describe 'Test-OutlookConnection' {
    It 'goes the whole way, stage by stage' {
        Connect-OutlookMailbox -ClientId (Register-OutlookApp -Name 'Mail runbook').ClientId | Out-Null
        $rows = Test-OutlookConnection
        $rows | Where-Object Status -ne Passed | Should -HaveCount 0
        ($rows | Where-Object Service -eq Imap).Stage | Should -Be 'DNS', 'TCP', 'TLS', 'Capability', 'Auth', 'Mailbox'
        ($rows | Where-Object Service -eq Login).Stage | Should -Be 'DNS', 'TCP', 'TLS', 'Capability', 'Clock', 'Auth'
        ($rows | Measure-Object { $_.Duration.Ticks } -Sum).Sum | Should -BeGreaterThan 0
        Test-OutlookConnection Imap, Smtp -Quiet | Should -BeExactly $true
    }

    It 'names the stage that fails, and leaves the rest' {
        $rows = Test-OutlookConnection Imap -Authority https://localhost:1 -ImapServer localhost -ImapPort 1
        $rows.Status | Should -Be 'Passed', 'Failed', 'NotTested', 'NotTested', 'NotTested', 'NotTested'
        $rows[1].Cause | Should -Match 'Nothing listens there'
        $rows[1].WhoCanFix | Should -Be 'NetworkAdministrator'
        Test-OutlookConnection Imap -Authority https://localhost:1 -ImapServer localhost -ImapPort 1 -Quiet | Should -BeExactly $false
    }
}

Describe 'Export-OutlookSupportBundle' {
    It 'writes what helps, and nothing of who it is about' {
        Connect-OutlookMailbox -ClientId (Register-OutlookApp -Name 'Mail runbook').ClientId -Trace (Join-Path $TestDrive mail.trace) | Out-Null
        Get-OutlookMail -Folder Missing -ErrorAction SilentlyContinue
        $bundle = Export-OutlookSupportBundle (Join-Path $TestDrive support.zip)
        $bundle.Files | Should -Be 'about.txt', 'environment.json', 'assemblies.tsv', 'session.json', 'connection.json', 'errors.json', 'trace.txt'
        Expand-Archive $bundle.Path (Join-Path $TestDrive support)
        $read = { param($name) Get-Content -Raw (Join-Path $TestDrive support $name) }
        (& $read errors.json | ConvertFrom-Json)[0].ErrorId | Should -Be FolderNotFound
        (& $read environment.json | ConvertFrom-Json).powershell | Should -Be ([string]$PSVersionTable.PSVersion)
        $clash = (& $read assemblies.tsv) -split "`n" | Where-Object { $_ -match "`ttwice`t" -and $_ -match '^OutlookMail' }
        $clash | Should -HaveCount 0
        foreach ($name in $bundle.Files) {
            & $read $name | Should -Not -Match 'ada@|contoso\.test'
        }
    }
}
