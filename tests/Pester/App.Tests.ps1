BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    $sandbox = Start-OutlookSandbox
}

AfterAll { Stop-OutlookSandbox }

Describe 'Register-OutlookApp' {
    It 'shows every difference with -WhatIf and changes nothing' {
        $lines = Invoke-FreshPwsh 'Import-Module $manifest; Start-OutlookSandbox | Out-Null; Register-OutlookApp -Name "Mail runbook" -WhatIf; (Get-OutlookApp).Name -contains "Mail runbook"'
        ($lines -join "`n") | Should -Match 'What if: .*add permission: IMAP\.AccessAsUser\.All \(delegated, Microsoft Graph\).*Mail runbook'
        $lines[-1] | Should -Be 'False'
    }

    It 'is followed by a sign-in and proved permissions with nothing in between' {
        $app = Register-OutlookApp -Name 'Mail runbook' -SignIn DeviceCode, Interactive
        $app.Changes | Should -Contain 'add app registration: Mail runbook (AzureADMyOrg)'
        (Connect-OutlookMailbox).ClientId | Should -Be $app.ClientId
        Test-OutlookAppPermissions -Quiet | Should -BeExactly $true
    }

    It 'finds nothing to do the second time' {
        (Register-OutlookApp -Name 'Mail runbook' -SignIn DeviceCode, Interactive).Changes | Should -HaveCount 0
    }

    It 'keeps the secret of a web app and names nobody the value' {
        $app = Register-OutlookApp -Name 'NocoBase mail' -SignIn Web -RedirectUri https://crm.test/admin/settings/mail/oauth2
        $app | Out-String | Should -Not -Match 'Q~'
        $app.Secrets.IsStored | Should -BeTrue
        Export-OutlookAppCredential -ClientId $app.ClientId -Format NocoBase | Should -Match 'use -AsPlainText'
        Export-OutlookAppCredential -ClientId $app.ClientId -Format NocoBase -AsPlainText | Should -Match 'Client secret: \S{16,}'
    }

    It 'says what is wrong with a redirect before anything is sent' {
        { Register-OutlookApp -Name Bad -SignIn Web -RedirectUri http://crm.test -ErrorAction Stop } |
            Should -Throw -ErrorId 'AppInvalid,OutlookMail.PowerShell.Commands.RegisterOutlookAppCommand'
    }
}

Describe 'Export-OutlookAppCredential' {
    BeforeAll { $web = Register-OutlookApp -Name 'Handed over' -SignIn Web -RedirectUri https://crm.test/cb }

    It 'copies to the clipboard and clears it, unless something else was copied since' {
        function global:Set-Clipboard { param($Value) $global:clipboard += , $Value }
        function global:Get-Clipboard { param([switch] $Raw) $global:clipboard[-1] }
        $global:clipboard = @()
        Export-OutlookAppCredential -ClientId $web.ClientId -ToClipboard -AsPlainText -ClearAfterSeconds 1
        $global:clipboard | Should -HaveCount 2
        $global:clipboard[0] | Should -Match '^\S{16,}$'
        $global:clipboard[1] | Should -Be ' '
        function global:Get-Clipboard { param([switch] $Raw) 'something else' }
        Export-OutlookAppCredential -ClientId $web.ClientId -ToClipboard -AsPlainText -ClearAfterSeconds 1
        $global:clipboard | Should -HaveCount 3
        Remove-Item function:Set-Clipboard, function:Get-Clipboard
        Remove-Variable clipboard -Scope Global
    }

    It '<_> while it counts down, it clears the clipboard, unless something else was copied since' -ForEach 'stopped', 'broken' {
        $shell = New-ModuleRunspace
        $copied = [System.Threading.ManualResetEventSlim]::new()
        $clip = [hashtable]::Synchronized(@{ Held = ''; Broken = $_ -eq 'broken'; Copied = $copied })
        $shell.Runspace.SessionStateProxy.SetVariable('clip', $clip)
        [void] $shell.AddScript({
                function global:Set-Clipboard { param($Value) $clip.Held = $Value; if ($clip.Changed) { $clip.Held = 'something else' } }
                function global:Get-Clipboard { param([switch] $Raw) $clip.Held }
                function global:Start-Sleep { param($Seconds) $clip.Copied.Set(); if ($clip.Broken) { throw 'broken' }; Microsoft.PowerShell.Utility\Start-Sleep -Seconds $Seconds }
            }).Invoke()
        foreach ($changed in $false, $true) {
            $shell.Commands.Clear()
            $copied.Reset()
            $clip.Held, $clip.Changed = '', $changed
            [void] $shell.AddCommand('Export-OutlookAppCredential').AddParameters(@{ Sandbox = $sandbox; ClientId = $web.ClientId; ToClipboard = $true; AsPlainText = $true; ClearAfterSeconds = 600 })
            $running = $shell.BeginInvoke()
            $copied.Wait([timespan]::FromSeconds(60)) | Should -BeTrue
            if (-not $clip.Broken) {
                $clip.Held | Should -Not -BeNullOrEmpty
                $shell.Stop()
            }
            { $shell.EndInvoke($running) } | Should -Throw
            $clip.Held | Should -Be $(if ($changed) { 'something else' } else { ' ' })
        }
        $shell.Runspace.Dispose()
        $shell.Dispose()
    }

    It 'gives a vault the secret as a SecureString, and says what is missing where there is none' {
        function global:Set-Secret { param($Name, $SecureStringSecret, $Vault, $ErrorAction) $global:given = "$Name $($SecureStringSecret.GetType().Name) $Vault" }
        Export-OutlookAppCredential -ClientId $web.ClientId -Vault Work -VaultSecretName job
        $global:given | Should -Be 'job SecureString Work'
        Remove-Item function:Set-Secret
        Remove-Variable given -Scope Global
        { Export-OutlookAppCredential -ClientId $web.ClientId -Vault Work } | Should -Throw -ErrorId 'CommandMissing,*'
    }

    It 'writes a script for a vault that parses' {
        $text = Export-OutlookAppCredential -ClientId $web.ClientId -Format PowerShellVault -AsPlainText
        $problems = $null
        [void] [System.Management.Automation.Language.Parser]::ParseInput($text, [ref] $null, [ref] $problems)
        $problems | Should -HaveCount 0
        $text | Should -Match 'Set-Secret -Name \$Name -SecureStringSecret'
    }
}

Describe 'App secrets' {
    It 'are rotated, listed and removed through the pipeline' {
        $old = Get-OutlookAppSecret -Name 'NocoBase mail'
        $new = Update-OutlookAppSecret -Name 'NocoBase mail' -Overlap 7
        $new.Value | Should -BeOfType securestring
        Get-OutlookAppSecret -Name 'NocoBase mail' | Should -HaveCount 2
        $old | Remove-OutlookAppSecret -Force
        (Get-OutlookAppSecret -Name 'NocoBase mail').KeyId | Should -Be $new.KeyId
        Get-OutlookAppSecret -Name 'NocoBase mail' -ExpiringWithin 30 | Should -HaveCount 0
    }
}

Describe 'New-OutlookAppSecret' {
    It 'gives the value once, as a SecureString, and keeps it; with -WhatIf it makes none' {
        $app = Register-OutlookApp -Name 'Second secret' -SignIn Web -RedirectUri https://crm.test/cb
        New-OutlookAppSecret -ClientId $app.ClientId -WhatIf | Should -HaveCount 0
        $made = New-OutlookAppSecret -ClientId $app.ClientId -Lifetime 60
        $made.Value | Should -BeOfType securestring
        $listed = Get-OutlookAppSecret -ClientId $app.ClientId | Where-Object IsStored
        $listed.KeyId | Should -Be $made.KeyId
        $listed.Value | Should -BeNullOrEmpty
    }
}

Describe 'App certificates' {
    It 'are made, rotated, listed and removed through the pipeline' {
        $app = Register-OutlookApp -Name 'Certified' -SignIn AppOnly -NoSecret
        $first = New-OutlookAppCertificate -ClientId $app.ClientId -Lifetime 20
        (Get-OutlookAppCertificate -ClientId $app.ClientId -ExpiringWithin 30).KeyId | Should -Be $first.KeyId
        $second = Update-OutlookAppCertificate -ClientId $app.ClientId -Overlap 7
        Get-OutlookAppCertificate -ClientId $app.ClientId | Should -HaveCount 2
        $first | Remove-OutlookAppCertificate -Force
        (Get-OutlookAppCertificate -ClientId $app.ClientId).Thumbprint | Should -Be $second.Thumbprint
    }
}

Describe 'What ends soon' {
    It 'is said on every Connect, and by Get-OutlookAppSecret' {
        $app = Register-OutlookApp -Name 'Ends soon' -SignIn Web -RedirectUri http://localhost/signin -SecretLifetime 20
        foreach ($time in 1, 2) {
            Connect-OutlookMailbox -ClientId $app.ClientId -WarningVariable warned -WarningAction SilentlyContinue | Out-Null
            "$warned" | Should -Match "The client secret of Ends soon ends in \d+ days, .*Update-OutlookAppSecret -ClientId $($app.ClientId)"
        }
        (Get-OutlookAppSecret -ClientId $app.ClientId -ExpiringWithin 30).DaysLeft | Should -BeLessOrEqual 20
        Get-OutlookAppSecret -ClientId $app.ClientId -ExpiringWithin 7 | Should -HaveCount 0
    }
}

Describe 'Set-OutlookAppCredential' {
    It 'does not take a Secret ID for a secret' {
        $id = ConvertTo-SecureString ([guid]::NewGuid().ToString()) -AsPlainText -Force
        { Set-OutlookAppCredential -ClientId ([guid]::NewGuid()) -Tenant contoso.test -ClientSecret $id -ErrorAction Stop } | Should -Throw '*Secret ID*'
    }

    It 'keeps, lists and forgets' {
        $id = [guid]::NewGuid().ToString()
        Set-OutlookAppCredential -ClientId $id -Tenant contoso.test -Name Brought -NoDefault
        (Get-OutlookAppCredential -ClientId $id).Name | Should -Be 'Brought'
        Remove-OutlookAppCredential -ClientId $id -Force
        Get-OutlookAppCredential -ClientId $id | Should -HaveCount 0
    }
}

Describe 'Set-OutlookApp and Unregister-OutlookApp' {
    It 'adds a permission, then deletes the app' {
        (Set-OutlookApp -Name 'NocoBase mail' -Permission POP.AccessAsUser.All -PassThru).Permissions | Should -Contain 'POP.AccessAsUser.All (delegated, Microsoft Graph)'
        Get-OutlookApp -Name 'NocoBase mail' | Unregister-OutlookApp -Force
        { Get-OutlookApp -Name 'NocoBase mail' -ErrorAction Stop } | Should -Throw -ErrorId 'AppNotFound,OutlookMail.PowerShell.Commands.GetOutlookAppCommand'
    }
}

Describe 'Hand-over' {
    It 'writes a PowerShell script that parses and sends the documented requests' {
        $path = Join-Path $TestDrive register.ps1
        Export-OutlookApp -Name "Ada's mail" -SignIn Web -RedirectUri https://crm.test/cb -Format PowerShell -Path $path
        $calls = [System.Collections.Generic.List[object]]::new()
        function Connect-MgGraph { }
        function Invoke-MgGraphRequest { param($Method, $Uri, $ContentType, $Body) $calls.Add(($PSBoundParameters)); @{ id = 'object'; appId = 'client'; secretText = 'value' } }
        $text = . $path
        $calls.Uri | Should -Be 'https://graph.microsoft.com/v1.0/applications', 'https://graph.microsoft.com/v1.0/servicePrincipals', 'https://graph.microsoft.com/v1.0/applications/object/addPassword'
        (ConvertFrom-Json $calls[0].Body).displayName | Should -Be "Ada's mail"
        (ConvertFrom-Json $calls[1].Body).appId | Should -Be 'client'
        $text | Should -Contain 'Client ID: client'
    }

    It 'refuses to overwrite without -Force' {
        $path = Join-Path $TestDrive there.json
        Set-Content $path x
        { Export-OutlookApp -Name x -Format GraphJson -Path $path -ErrorAction Stop } | Should -Throw -ErrorId 'FileExists,*'
    }

    It 'shows the steps and judges what was pasted' {
        $secretId = ConvertTo-SecureString ([guid]::NewGuid().ToString()) -AsPlainText -Force
        $wrong = Get-OutlookSetupGuide -SignIn Web -Tenant Contoso -ClientSecret $secretId | Where-Object IsRight -eq $false
        $wrong.Title | Should -Be 'Tenant', 'Client secret'
    }

    It 'names the consent pages of the default app' {
        (Get-OutlookAdminConsentUrl).Url | Should -Match '/adminconsent\?client_id='
        (Get-OutlookAdminConsentUrl -AppOnly).Url | Should -Contain ($sandbox.Authority + '/' + $sandbox.Tenant + '/v2.0/adminconsent?client_id=' + (Get-OutlookAppCredential | Where-Object IsDefault).ClientId + '&scope=https%3A%2F%2Fps.outlook.com%2F.default')
    }
}

Describe 'Resolve-OutlookError' {
    It 'explains a line' {
        $found = Resolve-OutlookError '535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant.'
        $found[0].WhoCanFix | Should -Be 'ExchangeAdministrator'
        $found[0].Fix | Should -Match 'Set-TransportConfig'
    }

    It 'reads a log that comes line by line' {
        $found = 'A1 OK AUTHENTICATE completed.', 'A2 BAD User is authenticated but not connected.' | Resolve-OutlookError
        $found.Count | Should -BeGreaterThan 3
    }

    It 'takes the last error when nothing is given' {
        Get-OutlookMail -Folder Missing -ErrorAction SilentlyContinue
        (Resolve-OutlookError)[0].ErrorId | Should -Be 'FolderNotFound'
    }

    It 'warns about what it does not know, and outputs nothing' {
        Resolve-OutlookError 'all is well' -WarningVariable warned -WarningAction SilentlyContinue | Should -HaveCount 0
        $warned | Should -Match 'Nothing in this text is known here'
    }
}
