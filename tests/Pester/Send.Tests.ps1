BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
}

AfterAll { Stop-OutlookSandbox }

Describe 'Send-OutlookMail' {
    It 'says what the server said' {
        $result = Send-OutlookMail -To $session.Mailbox, 'Bob <bob@contoso.test>' -Subject Hello -Body 'Hi'
        $result.State | Should -Be 'Sent'
        $result.Recipients.Address | Should -Be $session.Mailbox, 'bob@contoso.test'
        $result.MessageId | Should -Not -BeNullOrEmpty
    }

    It 'sends HTML beside text' {
        Send-OutlookMail -To $session.Mailbox -Subject both -Body 'plain' -Html '<b>rich</b>' | Out-Null
        $content = Get-OutlookMail -Subject both | Get-OutlookMailContent
        $content.Text.Trim() | Should -Be 'plain'
        $content.Html | Should -Match '<b>rich</b>'
    }

    It 'sends one mail for each row' {
        $rows = "To,Subject,Body`n$($session.Mailbox),row one,1`n$($session.Mailbox),row two,2" | ConvertFrom-Csv
        ($rows | Send-OutlookMail).Subject | Should -Be 'row one', 'row two'
    }

    It 'attaches files that are piped' {
        $file = Join-Path $TestDrive 'piped.txt'
        Set-Content $file 'piped'
        Get-Item $file | Send-OutlookMail -To $session.Mailbox -Subject piped | Out-Null
        (Get-OutlookMail -Subject piped | Get-OutlookMailContent).Attachments.Name | Should -Be 'piped.txt'
    }

    It 'sends nothing with -WhatIf' {
        Send-OutlookMail -To $session.Mailbox -Subject never -Body x -WhatIf | Should -HaveCount 0
        Get-OutlookMail -Subject never | Should -HaveCount 0
    }

    It 'refuses <Id> before anything is sent' -ForEach @(
        @{ Id = 'AddressInvalid'; Arguments = @{ To = "ada@contoso.test`r`nRCPT TO:<eve@evil.test>" } }
        @{ Id = 'AttachmentNotReadable'; Arguments = @{ To = 'ada@contoso.test'; Attachment = './absent.pdf' } }
        @{ Id = 'NoRecipients'; Arguments = @{ } }
    ) {
        { Send-OutlookMail -Subject bad -ErrorAction Stop @Arguments } | Should -Throw -ErrorId "$Id,OutlookMail.PowerShell.Commands.SendOutlookMailCommand"
        Get-OutlookMail -Subject bad | Should -HaveCount 0
    }
}

Describe 'A runbook whose environment names the whole sign-in' {
    BeforeAll {
        Stop-OutlookSandbox
        $sandbox = Start-OutlookSandbox -ExchangeCommands
        $app = Register-OutlookApp -Name 'Runbook' -SignIn AppOnly
        Invoke-Expression (Test-OutlookAppPermissions -ClientId $app.ClientId -Mailbox bob@contoso.test | Where-Object Permission -EQ IMAP.AccessAsApp).Command
        $secret = ConvertFrom-SecureString (New-OutlookAppSecret -ClientId $app.ClientId).Value -AsPlainText
        Set-Content "$TestDrive/ca.pem" $sandbox.CertificateAuthorityPem
        $before = Get-ChildItem env: | Where-Object Name -Match '^(OUTLOOKMAIL|AZURE)_'
        $variables = @{
            OUTLOOKMAIL_CLIENT_ID = $app.ClientId; OUTLOOKMAIL_TENANT_ID = $sandbox.Tenant; OUTLOOKMAIL_CLIENT_SECRET = $secret
            OUTLOOKMAIL_MAILBOX = 'bob@contoso.test'; OUTLOOKMAIL_AUTHORITY_HOST = $sandbox.Authority
            OUTLOOKMAIL_IMAP_SERVER = "$($sandbox.ImapHost):$($sandbox.ImapPort)"; OUTLOOKMAIL_SMTP_SERVER = "$($sandbox.SmtpHost):$($sandbox.SmtpPort)"
            OUTLOOKMAIL_CERTIFICATE_AUTHORITY = "$TestDrive/ca.pem"; OUTLOOKMAIL_HOME = "$TestDrive/home"
        }
        $variables.GetEnumerator() | ForEach-Object { Set-Item "env:$($_.Key)" $_.Value }
    }

    AfterAll {
        $variables.Keys | ForEach-Object { Remove-Item "env:$_" }
        $before | ForEach-Object { Set-Item "env:$($_.Name)" $_.Value }
    }

    It 'sends in one line of a fresh pwsh, says so with -Verbose, and the next line is warm' {
        $said = Invoke-FreshPwsh -Arguments '-NonInteractive' @'
Import-Module $manifest
Send-OutlookMail -To bob@contoso.test -Subject Bare -Body Hi -Verbose 4>&1 | ForEach-Object { if ($_ -is [Management.Automation.VerboseRecord]) { "verbose: $_" } else { $_.State } }
Send-OutlookMail -To bob@contoso.test -Subject Bare -Body again -Verbose 4>&1 | ForEach-Object { if ($_ -is [Management.Automation.VerboseRecord]) { "again: $_" } else { $_.State } }
@(Get-OutlookMail -Subject Bare).Count
@(Get-OutlookSession).Count
'@
        ($said -match '^verbose: Signed in to bob@contoso.test by the environment') | Should -HaveCount 1
        ($said -match '^again: .*[Ss]ign') | Should -BeNullOrEmpty
        $said[-2..-1] | Should -Be '2', '1'
        ($said -eq 'Sent') | Should -HaveCount 2
    }

    It 'queues in one job and sends in another, one line each' {
        Invoke-FreshPwsh -Arguments '-NonInteractive' 'Import-Module $manifest; (1..3 | ForEach-Object { [pscustomobject]@{ To = "bob@contoso.test"; Subject = "job $_"; Body = "x" } } | Send-OutlookMail -Queue).State' |
            Should -Be 'Queued', 'Queued', 'Queued'
        Invoke-FreshPwsh -Arguments '-NonInteractive' 'Import-Module $manifest; (Start-OutlookOutbox -UntilEmpty).State' | Should -Be 'Sent', 'Sent', 'Sent'
    }

    It 'fails without <Missing>, naming it, and asks nobody' -ForEach @(
        @{ Missing = 'OUTLOOKMAIL_TENANT_ID'; Id = 'NotSignedIn'; Says = 'no tenant is set' }
        @{ Missing = 'OUTLOOKMAIL_CLIENT_SECRET'; Id = 'NotSignedIn'; Says = 'OUTLOOKMAIL_CLIENT_ID names an app' }
        @{ Missing = 'OUTLOOKMAIL_MAILBOX'; Id = 'MailboxRequired'; Says = 'OUTLOOKMAIL_MAILBOX' }
    ) {
        $said = Invoke-FreshPwsh -Arguments '-NonInteractive' "Remove-Item env:$Missing; Import-Module `$manifest
            try { Send-OutlookMail -To bob@contoso.test -Subject x -Body x } catch { `$_.FullyQualifiedErrorId; `"`$(`$_.Exception.Message) `$(`$_.ErrorDetails.RecommendedAction)`" }"
        $said | Should -HaveCount 2
        $said[0] | Should -Be "$Id,OutlookMail.PowerShell.Commands.SendOutlookMailCommand"
        $said[1] | Should -Match $Says
    }

    It 'lets a script for Send-MailMessage sign in too, and its one warning names the session' {
        $said = Invoke-FreshPwsh -Arguments '-NonInteractive' @'
Import-Module $manifest
Import-Module (Join-Path (Get-Module OutlookMail.PowerShell).ModuleBase Send-MailMessage.psm1)
Send-MailMessage -SmtpServer mail.contoso.com -Port 25 -From bob@contoso.test -To bob@contoso.test -Subject Legacy -Body Hi -WarningVariable warned -WarningAction SilentlyContinue
"$warned"
'@
        $said | Should -Match 'Ignored: -SmtpServer, -Port\. .*bob@contoso.test'
    }
}
