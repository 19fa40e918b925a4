BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox -User ada@contoso.com, bob@contoso.com, carol@contoso.com, dave@contoso.com, eve@contoso.com | Out-Null
    $session = Connect-OutlookMailbox
    $credential = [pscredential]::new('ada', (ConvertTo-SecureString 'unused' -AsPlainText -Force))
    Push-Location $TestDrive
    'pdf' | Set-Content report.pdf
    New-Item -ItemType Directory reports | Out-Null
    1..3 | ForEach-Object { $_ | Set-Content "reports/$_.csv" }
}

AfterAll {
    Pop-Location
    Remove-Module Send-MailMessage -ErrorAction Ignore
    Stop-OutlookSandbox
}

Describe 'docs/migrate-from-send-mailmessage.md' {
    BeforeDiscovery {
        $text = Get-Content -Raw "$PSScriptRoot/../../docs/migrate-from-send-mailmessage.md"
        $examples = [regex]::Matches($text, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { @{ Example = $_.Groups[1].Value } }
    }

    It 'runs as it stands: <Example>' -ForEach ($examples | Where-Object { $_.Example -notmatch '^# before' }) {
        # The staged module is imported already, under its path.
        $script = $Example -replace '(?m)^Import-Module OutlookMail.PowerShell\r?$', ''
        $sent = (Get-OutlookMail -Folder 'Sent Items').Count
        . ([scriptblock]::Create($script)) -WarningAction SilentlyContinue 3>$null | Out-Null
        (Get-OutlookMail -Folder 'Sent Items').Count | Should -Be ($sent + 1)
    }

    It 'names every parameter of the cmdlet it replaces' {
        $text = Get-Content -Raw "$PSScriptRoot/../../docs/migrate-from-send-mailmessage.md"
        $names = (Get-Command Microsoft.PowerShell.Utility\Send-MailMessage).Parameters.Keys | Where-Object { $_ -notin [Management.Automation.PSCmdlet]::CommonParameters }
        foreach ($name in $names) { $text | Should -Match "-$name\b" }
    }
}

Describe 'The parameters of Send-MailMessage' {
    It 'are bound by <Name> with the aliases and position it has' -ForEach @(
        'To', 'Subject', 'Body', 'From', 'Cc', 'Bcc', 'ReplyTo', 'Attachments', 'BodyAsHtml', 'Encoding', 'DeliveryNotificationOption', 'Priority' | ForEach-Object { @{ Name = $_ } }
    ) {
        $theirs = (Get-Command Microsoft.PowerShell.Utility\Send-MailMessage).Parameters[$Name]
        $ours = (Get-Command Send-OutlookMail).ResolveParameter($Name)
        foreach ($alias in $theirs.Aliases) { (Get-Command Send-OutlookMail).ResolveParameter($alias).Name | Should -Be $ours.Name }
        $position = ($theirs.ParameterSets.Values | Select-Object -First 1).Position
        if ($position -ge 0) { ($ours.ParameterSets.Values | Select-Object -First 1).Position | Should -Be $position }
    }
}

Describe 'The opt-in Send-MailMessage' {
    BeforeAll { Import-Module (Join-Path (Get-Module OutlookMail.PowerShell).ModuleBase Send-MailMessage.psm1) }

    It 'warns once of what it ignores and names the session' {
        Send-MailMessage -From ada@contoso.com -To bob@contoso.com -Subject warned -Body x -SmtpServer mail.contoso.com -Port 25 -UseSsl -Credential $credential -WarningVariable warned -WarningAction SilentlyContinue | Should -BeNullOrEmpty
        $warned | Should -HaveCount 1
        $warned[0] | Should -Match '-SmtpServer, -Port, -UseSsl, -Credential'
        $warned[0] | Should -Match 'ada@contoso.com'
    }

    It 'says nothing where nothing is ignored, and sends all piped files in one mail' {
        Get-ChildItem reports | Send-MailMessage -From ada@contoso.com -To ada@contoso.com -Subject piped -WarningVariable warned
        $warned | Should -HaveCount 0
        (Get-OutlookMail -Subject piped | Get-OutlookMailContent).Attachments.Name | Sort-Object | Should -Be '1.csv', '2.csv', '3.csv'
    }

    It 'takes a missing file as an error and sends nothing' {
        { Send-MailMessage -From ada@contoso.com -To ada@contoso.com -Subject missing -Body x -Attachments absent.pdf -ErrorAction Stop } | Should -Throw -ErrorId 'AttachmentNotReadable*'
        Get-OutlookMail -Subject missing | Should -HaveCount 0
    }

    It 'sends nothing with -WhatIf' {
        Send-MailMessage -From ada@contoso.com -To ada@contoso.com -Subject never -Body x -WhatIf
        Get-OutlookMail -Subject never | Should -HaveCount 0
    }
}
