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
    Context 'a script that an administrator runs makes the app that Register-OutlookApp makes' {
        BeforeAll {
            function Invoke-Graph([string] $Method, [string] $Path, $Body) {
                $call = @{ Method = $Method; Uri = $Path -replace '^https://graph\.microsoft\.com/v1\.0', "$($sandbox.Graph)/v1.0"; Headers = @{ Authorization = "Bearer $token" }; SkipCertificateCheck = $true }
                if ($Body) { $call += @{ Body = $Body; ContentType = 'application/json' } }
                Invoke-RestMethod @call
            }

            # What Graph shows of an app, without ids, times, and the stamp of a secret.
            function Show-App([string] $ClientId) {
                $root = 'https://graph.microsoft.com/v1.0'
                $app = Invoke-Graph GET "$root/applications(appId='$ClientId')"
                $principal = Invoke-Graph GET "$root/servicePrincipals(appId='$ClientId')"
                ConvertTo-Json -Depth 9 @{
                    App = $app | Select-Object * -ExcludeProperty id, appId, createdDateTime, passwordCredentials, keyCredentials
                    Secrets = @($app.passwordCredentials | ForEach-Object { ($_.displayName -replace ' \d{8}T\d{6}Z-\w{6}$'); [math]::Round(($_.endDateTime - $_.startDateTime).TotalDays) })
                    Keys = @((Invoke-Graph GET "$root/applications/$($app.id)?`$select=keyCredentials").keyCredentials | Select-Object displayName, key, type, usage, endDateTime)
                    Grants = @((Invoke-Graph GET "$root/oauth2PermissionGrants?`$filter=clientId eq '$($principal.id)'").value | Select-Object consentType, principalId, resourceId, scope | Sort-Object resourceId)
                    Roles = @((Invoke-Graph GET "$root/servicePrincipals/$($principal.id)/appRoleAssignments").value | Select-Object resourceId, appRoleId | Sort-Object appRoleId)
                    Owners = @((Invoke-Graph GET "$root/applications/$($app.id)/owners").value | Select-Object userPrincipalName | Sort-Object userPrincipalName)
                    Federation = @((Invoke-Graph GET "$root/applications/$($app.id)/federatedIdentityCredentials").value | Select-Object * -ExcludeProperty id)
                }
            }

            # The two commands of Microsoft.Graph.Authentication that the script uses: with the rights that it asks for and no more.
            function Connect-MgGraph([string[]] $Scopes, [string] $TenantId, [switch] $NoWelcome) {
                $at = "$($sandbox.Authority)/$($TenantId ? $TenantId : $sandbox.Tenant)/oauth2/v2.0"
                $who = @{ client_id = $sandbox.BootstrapClientId }
                $code = Invoke-RestMethod -Method Post "$at/devicecode" -SkipCertificateCheck -Body ($who + @{ scope = ($Scopes | ForEach-Object { "https://graph.microsoft.com/$_" }) -join ' ' })
                $script:token = (Invoke-RestMethod -Method Post "$at/token" -SkipCertificateCheck -Body ($who + @{ grant_type = 'urn:ietf:params:oauth:grant-type:device_code'; device_code = $code.device_code })).access_token
            }
            function Invoke-MgGraphRequest([string] $Method, [string] $Uri, [string] $ContentType, [string] $Body) { Invoke-Graph $Method $Uri $Body }

            $certificate = Join-Path $TestDrive mail.pfx
            $request = [Security.Cryptography.X509Certificates.CertificateRequest]::new('CN=Mail', [Security.Cryptography.RSA]::Create(2048), 'SHA256', [Security.Cryptography.RSASignaturePadding]::Pkcs1)
            [IO.File]::WriteAllBytes($certificate, $request.CreateSelfSigned([datetimeoffset]::UtcNow, [datetimeoffset]::UtcNow.AddDays(90)).Export('Pfx', 'pw'))
        }

        It '<Name>' -ForEach @(
            @{ Name = 'for people, with the consent of whoever runs it'; With = @{ SignIn = 'DeviceCode', 'Interactive'; Consent = 'User' } }
            @{ Name = 'for a web app, with the consent of the tenant'; With = @{ SignIn = 'Web'; RedirectUri = 'https://crm.test/cb'; Audience = 'AzureADandPersonalMicrosoftAccount'; Consent = 'Tenant'; SecretName = "the CRM's"; SecretLifetime = 30 } }
            @{ Name = 'for personal accounts'; With = @{ SignIn = 'Web'; RedirectUri = 'https://crm.test/cb'; Audience = 'PersonalMicrosoftAccount' } }
            @{ Name = 'without a person, with a federated credential and owners'; With = @{ SignIn = 'AppOnly'; FederationIssuer = 'https://token.actions.githubusercontent.com'; FederationSubject = 'repo:contoso/mail:ref:refs/heads/main'; Owner = 'bob@contoso.test', 'ada@contoso.test' } }
            @{ Name = 'without a person, with a certificate'; With = @{ SignIn = 'AppOnly'; CertificatePath = 'mail.pfx'; CertificatePassword = ConvertTo-SecureString pw -AsPlainText -Force } }
            @{ Name = 'with chosen permissions and no secret'; With = @{ SignIn = 'Web'; RedirectUri = 'https://crm.test/cb'; Permission = 'IMAP.AccessAsUser.All', 'Mail.Read'; NoSecret = $true; Consent = 'None' } }
        ) {
            $parameters = $With.Clone()
            if ($parameters.CertificatePath) { $parameters.CertificatePath = $certificate }
            $name = "Ada's $Name’s Ü"
            $registered = Register-OutlookApp -Name $name @parameters -NoDefault
            Connect-MgGraph Application.ReadWrite.All, Directory.Read.All, DelegatedPermissionGrant.ReadWrite.All, AppRoleAssignment.ReadWrite.All
            $wanted = Show-App $registered.ClientId
            $path = Join-Path $TestDrive register.ps1
            Export-OutlookApp -Name $name @parameters -Format PowerShell -Path $path -Force -Tenant $sandbox.Tenant
            { & $path } | Should -Throw 'The tenant has an app of this name already*'

            Unregister-OutlookApp -ClientId $registered.ClientId -Force
            $said = & $path
            $clientId = "$($said -match '^Client ID: ')" -replace '^Client ID: '

            Connect-MgGraph Application.ReadWrite.All, Directory.Read.All, DelegatedPermissionGrant.ReadWrite.All, AppRoleAssignment.ReadWrite.All
            Show-App $clientId | Should -BeExactly $wanted
            if ($registered.Secrets) { $said -match '^Client secret ' | Should -Match ': \S{16,}$' }
            if ($With.SignIn -eq 'AppOnly') { $said -match '^New-ServicePrincipal' | Should -BeLike "New-ServicePrincipal -AppId $clientId -ObjectId *" }
        }

        It 'waits where Entra does not know yet what was made, and nowhere else' {
            $waits = [System.Collections.Generic.List[int]]::new()
            function Start-Sleep([int] $Seconds) { $waits.Add($Seconds); if ($waits.Count -eq 2) { $script:knows = $true } }
            function Invoke-MgGraphRequest([string] $Method, [string] $Uri, [string] $ContentType, [string] $Body) {
                if ($Uri -like '*/servicePrincipals' -and -not $script:knows) { throw [System.Net.Http.HttpRequestException]::new($says) }
                @{ id = 'an-id'; appId = 'a-client' }
            }
            function Connect-MgGraph { }
            $path = Join-Path $TestDrive slow.ps1
            Export-OutlookApp -Name Slow -Format PowerShell -Path $path

            $script:knows = $false
            $says = 'Authorization_RequestDenied: Insufficient privileges'
            { & $path } | Should -Throw 'Authorization_RequestDenied*'
            $waits | Should -HaveCount 0

            $says = 'NoBackingApplicationObject'
            (& $path) | Should -Contain 'Client ID: a-client'
            $waits | Should -Be 10, 10
        }
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
