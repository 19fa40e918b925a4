# The breakages of tests/OutlookMail.Tests/Permissions/Breakages.cs under their names there: here PowerShell itself runs what
# a row prints, letter by letter. No script turns the machine's clock, by which the module judges: a secret that must have
# ended is made with an end that is over. A token that must have ended while a session holds it cannot be made so, since no
# session begins with one: that is a test of its own here.

BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)

    function Get-Token([string] $ClientId, [string] $Resource, [string[]] $Scopes) {
        $at = "$($sandbox.Authority)/$($sandbox.Tenant)/oauth2/v2.0"
        $who = @{ client_id = $ClientId }
        $code = Invoke-RestMethod -Method Post "$at/devicecode" -SkipCertificateCheck -Body ($who + @{ scope = ($Scopes | ForEach-Object { "$Resource/$_" }) -join ' ' })
        (Invoke-RestMethod -Method Post "$at/token" -SkipCertificateCheck -Body ($who + @{ grant_type = 'urn:ietf:params:oauth:grant-type:device_code'; device_code = $code.device_code })).access_token
    }

    function Get-GraphToken([string[]] $Rights) { Get-Token $sandbox.BootstrapClientId https://graph.microsoft.com $Rights }

    # A session by a token that was got elsewhere, and nothing kept beside it.
    function Use-Token([string[]] $Scopes) {
        Disconnect-OutlookMailbox -Forget
        $token = ConvertTo-SecureString (Get-Token $app.ClientId https://outlook.office.com $Scopes) -AsPlainText -Force
        Connect-OutlookMailbox -AccessToken $token -ClientId $app.ClientId -Mailbox ada@contoso.test -SendOnly:($Scopes -notcontains 'IMAP.AccessAsUser.All') -WarningAction SilentlyContinue | Out-Null
    }

    # An administrator's call of Graph, beside the module.
    function Invoke-Graph([string] $Method, [string] $Path, $Body) {
        $token = Get-GraphToken Application.ReadWrite.All, DelegatedPermissionGrant.ReadWrite.All, AppRoleAssignment.ReadWrite.All, Directory.AccessAsUser.All
        $call = @{ Method = $Method; Uri = "$($sandbox.Graph)/v1.0$Path"; Headers = @{ Authorization = "Bearer $token" }; SkipCertificateCheck = $true }
        if ($Body) { $call += @{ Body = ConvertTo-Json $Body -Depth 9; ContentType = 'application/json' } }
        Invoke-RestMethod @call
    }

    function Set-App($Body) { Invoke-Graph PATCH "/applications/$($app.ObjectId)" $Body | Out-Null }

    # The ids that Graph and Exchange Online give them.
    $ids = @{
        'IMAP.AccessAsUser.All' = '652390e4-393a-48de-9484-05f9b1212954'
        'SMTP.Send' = '258f6531-6087-4cc4-bb90-092c5fb3ed3f'
        'User.Read' = 'e1fe6dd8-ba31-4d61-89e7-88639da4683d'
        'IMAP.AccessAsApp' = '5e5addcd-3e8d-4e90-baf5-964efab2b20a'
        'SMTP.SendAsApp' = '7146a1f0-8703-45b3-9eae-527a64c00995'
    }

    function Remove-Declared([string] $Name) {
        $access = foreach ($api in (Invoke-Graph GET "/applications/$($app.ObjectId)").requiredResourceAccess) {
            @{ resourceAppId = $api.resourceAppId; resourceAccess = @($api.resourceAccess | Where-Object id -ne $ids[$Name]) }
        }
        Set-App @{ requiredResourceAccess = @($access) }
    }

    function Get-Grant { (Invoke-Graph GET "/oauth2PermissionGrants?`$filter=clientId eq '$($app.ServicePrincipalId)'").value }

    function Remove-Consent([string[]] $Names) {
        foreach ($grant in Get-Grant) {
            $left = -split $grant.scope | Where-Object { $_ -notin $Names }
            Invoke-Graph PATCH "/oauth2PermissionGrants/$($grant.id)" @{ scope = $left -join ' ' } | Out-Null
        }
    }

    function Remove-Role([string] $Name) {
        $of = "/servicePrincipals/$($app.ServicePrincipalId)/appRoleAssignments"
        $one = (Invoke-Graph GET $of).value | Where-Object appRoleId -eq $ids[$Name]
        Invoke-Graph DELETE "$of/$($one.id)" | Out-Null
    }

    function Remove-Secret { Invoke-Graph POST "/applications/$($app.ObjectId)/removePassword" @{ keyId = $app.Secrets[0].KeyId } | Out-Null }

    function Add-EndedSecret {
        $life = @{ displayName = 'old'; startDateTime = [datetime]::UtcNow.AddDays(-3).ToString('o'); endDateTime = [datetime]::UtcNow.AddDays(-1).ToString('o') }
        Invoke-Graph POST "/applications/$($app.ObjectId)/addPassword" @{ passwordCredential = $life }
    }

    # Brought from elsewhere; Entra does not list it any more.
    function Set-EndedSecret {
        $old = Add-EndedSecret
        Invoke-Graph POST "/applications/$($app.ObjectId)/removePassword" @{ keyId = $old.keyId } | Out-Null
        Set-OutlookAppCredential -ClientId $app.ClientId -ClientSecret (ConvertTo-SecureString $old.secretText -AsPlainText -Force) -SecretEndsOn $old.endDateTime | Out-Null
    }

    # What Exchange Online has to be told of an app without a person.
    function Add-ToExchange {
        New-ServicePrincipal -AppId $app.ClientId -ObjectId $app.ServicePrincipalId -DisplayName $app.Name | Out-Null
        Add-MailboxPermission -Identity bob@contoso.test -User $app.ServicePrincipalId -AccessRights FullAccess | Out-Null
        Add-RecipientPermission -Identity bob@contoso.test -Trustee $app.ServicePrincipalId -AccessRights SendAs -Confirm:$false | Out-Null
    }
}

Describe 'A way to break it' {
    BeforeDiscovery {
        $ada, $bob, $sales = 'ada@contoso.test', 'bob@contoso.test', 'sales@contoso.test'
        $web = @{ SignIn = 'Web'; RedirectUri = 'http://localhost/signin' }
        $own = @{ SignIn = 'AppOnly' }
        $certified = @{ SignIn = 'AppOnly'; Certificate = $true }
        $ways = @(
            @{ Name = 'IMAP is no longer declared'; Do = { Remove-Declared IMAP.AccessAsUser.All }; Row = 'IMAP.AccessAsUser.All'; Cause = 'the registration does not declare it' }
            @{ Name = 'SMTP is no longer consented to'; Do = { Remove-Consent SMTP.Send }; Row = 'SMTP.Send'; Cause = 'the consent is gone' }
            @{ Name = 'SMTP is neither declared nor consented to'; Do = { Remove-Declared SMTP.Send; Remove-Consent SMTP.Send }; Row = 'SMTP.Send'; Cause = 'no longer declares it, and the consent is gone' }
            @{ Name = 'User.Read is neither declared nor consented to, and its token has ended'; Do = { Set-OutlookSandbox -Advance 02:00:00; Remove-Declared User.Read; Remove-Consent User.Read }; Row = 'User.Read'; Cause = 'does not declare it, and nobody has consented' }
            @{ Name = 'User.Read is declared and not consented to, and its token has ended'; Do = { Set-OutlookSandbox -Advance 02:00:00; Remove-Consent User.Read }; Row = 'User.Read'; Cause = 'Nobody has consented' }
            @{ Name = 'offline_access meets that all consents are gone'; Do = { Remove-Consent IMAP.AccessAsUser.All, SMTP.Send }; Row = 'offline_access'; Cause = 'Nobody has consented to what the app asks for' }
            @{ Name = 'a token without SMTP.Send was handed in'; Do = { Use-Token IMAP.AccessAsUser.All }; Row = 'SMTP.Send'; Cause = "the session's token was issued without it" }
            @{ Name = 'a token without IMAP, which nobody has consented to'; Do = { Use-Token SMTP.Send; Remove-Consent IMAP.AccessAsUser.All }; Row = 'IMAP.AccessAsUser.All'; Cause = 'Nobody has consented' }
            @{ Name = 'a token without SMTP.Send, and nobody can see the registration'; Do = { Use-Token IMAP.AccessAsUser.All }; Rights = 'User.Read'; Row = 'SMTP.Send'; Cause = 'The token was issued without it' }
            @{ Name = 'a permission beyond need is declared'; Do = { Set-OutlookApp -ClientId $app.ClientId -Permission Mail.ReadWrite }; Row = 'least privilege'; Cause = 'can do more than mail' }
            @{ Name = 'a permission beyond need is consented to'; Do = { Invoke-Graph PATCH "/oauth2PermissionGrants/$((Get-Grant | Where-Object scope -match 'User\.Read').id)" @{ scope = 'openid profile email offline_access User.Read Mail.Read' } | Out-Null }; Row = 'least privilege'; Cause = 'can do more than mail' }

            @{ Name = 'public client flows are off'; Do = { Set-App @{ isFallbackPublicClient = $false } }; Row = 'public client flows'; Cause = 'a device code never sends' }
            @{ Name = 'public client flows are off, and the sign-in is renewed'; Do = { Set-App @{ isFallbackPublicClient = $false } }; Row = 'offline_access'; Cause = 'not a public client' }
            @{ Name = "the browser's address is gone"; With = @{ SignIn = 'Interactive' }; Do = { Set-App @{ publicClient = @{ redirectUris = @() } } }; Row = 'redirect addresses'; Cause = 'could not come back' }
            @{ Name = "the web app's address is gone"; With = $web; Do = { Set-App @{ web = @{ redirectUris = @() } } }; Row = 'redirect addresses'; Cause = 'could not come back' }
            @{ Name = 'the app was made one for personal accounts'; Do = { Set-App @{ signInAudience = 'PersonalMicrosoftAccount'; api = @{ requestedAccessTokenVersion = 2 } } }; Row = 'supported account types'; Cause = 'Work accounts may not use the app' }
            @{ Name = 'the sign-in goes to common, and the app is for one tenant'; Do = { Disconnect-OutlookMailbox -Forget }; Test = @{ Tenant = 'common' }; Row = 'supported account types'; Cause = 'AADSTS50194' }
            @{ Name = 'the app was deleted'; Do = { Invoke-Graph DELETE "/applications/$($app.ObjectId)" | Out-Null }; Row = 'app registration'; Cause = 'The app was deleted'; After = 'supported account types' }
            @{ Name = 'people may not consent, and no administrator has'; Do = { Set-OutlookSandbox -BlockUserConsent }; Rights = 'Application.Read.All', 'Directory.Read.All', 'Policy.Read.All'; Row = 'user consent policy'; Cause = 'Nobody else can sign in' }

            @{ Name = 'the secret has ended'; With = $web; Do = { Set-EndedSecret }; Row = 'client secret'; Cause = 'has expired' }
            @{ Name = 'a secret that has ended is left over'; With = $web; Do = { Add-EndedSecret }; Row = 'client secret'; Cause = 'still listed' }
            @{ Name = 'the secret ends in three weeks'; With = $web + @{ SecretLifetime = 21 }; Row = 'client secret'; Cause = 'ends soon' }
            @{ Name = 'the secret was removed at Entra'; With = $web; Do = { Remove-Secret }; Row = 'client secret'; Cause = 'was removed at Entra' }
            @{ Name = 'the secret was removed, and the sign-in is renewed'; With = $web; Do = { Remove-Secret }; Row = 'offline_access'; Cause = 'The client secret is wrong' }
            @{ Name = 'the certificate was removed at Entra'; With = $certified; Mailbox = $bob; Do = { Set-App @{ keyCredentials = @() } }; Row = 'certificate'; Cause = 'was removed at Entra' }
            @{ Name = 'the certificate was removed, and the app signs in'; With = $certified; Mailbox = $bob; Do = { Set-App @{ keyCredentials = @() } }; Row = 'sign-in'; Cause = 'signature does not fit any certificate' }
            @{ Name = 'the certificate ends in two weeks'; With = $own + @{ NoSecret = $true }; First = { New-OutlookAppCertificate -ClientId $app.ClientId -Lifetime 14 | Out-Null }; Mailbox = $bob; Row = 'certificate'; Cause = 'ends soon' }

            @{ Name = 'the password was changed'; Do = { Set-OutlookSandbox -User ada@contoso.test -RevokeSignIn }; Row = 'kept sign-in'; Cause = 'was revoked' }
            @{ Name = 'the sign-in is too old for the policy'; Do = { Set-OutlookSandbox -Advance 02:00:00 -SignInFrequency 01:00:00 }; Row = 'kept sign-in'; Cause = 'sign-in frequency' }
            @{ Name = 'a policy stops device codes'; Do = { Set-OutlookSandbox -BlockDeviceCode }; Row = 'Conditional Access'; Cause = 'stops sign-ins by device code'; After = 'offline_access' }
            @{ Name = 'the account was disabled'; Do = { Set-OutlookSandbox -User ada@contoso.test -Disabled }; ByHand = { Set-OutlookSandbox -User ada@contoso.test -Disabled:$false }; Row = 'kept sign-in'; Cause = 'disabled' }

            @{ Name = 'SMTP AUTH is off for the tenant'; Do = { Set-TransportConfig -SmtpClientAuthenticationDisabled $true }; Row = 'SMTP AUTH'; Cause = 'for the whole tenant' }
            @{ Name = 'SMTP AUTH is off for the mailbox'; Do = { Set-CASMailbox -Identity ada@contoso.test -SmtpClientAuthenticationDisabled $true }; Row = 'SMTP.Send'; Cause = 'for this mailbox' }
            @{ Name = 'security defaults are on'; Do = { Set-OutlookSandbox -SecurityDefaults }; ByHand = { Set-OutlookSandbox -SecurityDefaults:$false }; Row = 'SMTP AUTH'; Cause = 'security defaults' }
            @{ Name = 'IMAP is off for the mailbox'; Do = { Set-CASMailbox -Identity ada@contoso.test -ImapEnabled $false }; Row = 'IMAP.AccessAsUser.All'; Cause = 'IMAP is switched off' }
            @{ Name = 'nobody gave Full Access to the shared mailbox'; Do = { Set-OutlookSandbox -SharedMailbox sales@contoso.test }; Test = @{ Mailbox = $sales }; Row = 'IMAP.AccessAsUser.All'; Cause = 'no Full Access' }
            @{ Name = 'the right to open the shared mailbox, as a row of its own'; Do = { Set-OutlookSandbox -SharedMailbox sales@contoso.test }; Test = @{ Mailbox = $sales }; Row = "Full Access to $sales"; Cause = 'no Full Access' }
            @{ Name = 'nobody gave SendAs on the shared mailbox'; Do = { Set-OutlookSandbox -SharedMailbox sales@contoso.test -FullAccess ada@contoso.test }; Test = @{ Mailbox = $sales }; Asked = @{ SendTestMail = $true }; Row = "SendAs $sales"; Cause = 'may not send as this mailbox' }

            @{ Name = 'Exchange does not know the app (IMAP)'; With = $own; Test = @{ Mailbox = $bob }; Row = 'IMAP.AccessAsApp'; Cause = 'Exchange Online does not know the app' }
            @{ Name = 'Exchange does not know the app (SMTP)'; With = $own; Test = @{ Mailbox = $bob }; Row = 'SMTP.SendAsApp'; Cause = 'Exchange Online does not know the app' }
            @{ Name = 'the role is declared and no administrator has consented'; With = $own; Do = { Add-ToExchange; Remove-Role IMAP.AccessAsApp }; Test = @{ Mailbox = $bob }; Row = 'IMAP.AccessAsApp'; Cause = 'Nobody has consented' }
            @{ Name = 'the role is neither declared nor consented to'; With = $own; Do = { Add-ToExchange; Remove-Declared SMTP.SendAsApp; Remove-Role SMTP.SendAsApp }; Test = @{ Mailbox = $bob }; Row = 'SMTP.SendAsApp'; Cause = 'does not declare it' }
            @{ Name = 'the service principal was deleted'; With = $own; Mailbox = $bob; Do = { Invoke-Graph DELETE "/servicePrincipals/$($app.ServicePrincipalId)" | Out-Null }; Row = 'sign-in'; Cause = 'no service principal' }
            @{ Name = "the app's secret was removed"; With = $own; Mailbox = $bob; Do = { Remove-Secret }; Row = 'sign-in'; Cause = 'The client secret is wrong' }
        )
    }

    It 'is each that the engine is tried with, but the one for which a session must outlive its token' {
        $there = [regex]::Matches((Get-Content "$PSScriptRoot/../OutlookMail.Tests/Permissions/Breakages.cs" -Raw), '(?m)^        new\("([^"]+)"').ForEach{ $_.Groups[1].Value }
        [regex]::Matches((Get-Content $PSCommandPath -Raw), '(?m)^            @\{ Name = (?:''([^'']+)''|"([^"]+)")').ForEach{ $_.Groups[1].Value + $_.Groups[2].Value } | Sort-Object | Should -Be ($there -ne 'the token that was handed in has ended' | Sort-Object)
    }

    It 'is not a token that has ended: no session begins with it' {
        $app = Register-OutlookApp -Name 'Mail runbook'
        Set-OutlookSandbox -Advance -02:00:00
        $token = ConvertTo-SecureString (Get-Token $app.ClientId https://outlook.office.com IMAP.AccessAsUser.All, SMTP.Send) -AsPlainText -Force
        Set-OutlookSandbox -Advance 02:00:00
        { Connect-OutlookMailbox -AccessToken $token -Mailbox ada@contoso.test -ErrorAction Stop } | Should -Throw -ErrorId 'AccessTokenExpired,*'
    }

    BeforeEach { $sandbox = Start-OutlookSandbox -ExchangeCommands }

    AfterEach { Stop-OutlookSandbox }

    # Mailbox: an app without a person has its session there. Test: there is no session, and the test signs in by itself.
    It 'names its cause, and the printed lines, run as they stand, turn the row green: <Name>' -ForEach $ways {
        $register = $With ? $With : @{ SignIn = 'DeviceCode' }
        $app = Register-OutlookApp -Name 'Mail runbook' @register
        if ($First) { . $First }
        if ($Mailbox) {
            Add-ToExchange
            Connect-OutlookMailbox -Mailbox $Mailbox -WarningAction SilentlyContinue | Out-Null
        }
        elseif ($register.SignIn -ne 'AppOnly') {
            Connect-OutlookMailbox -WarningAction SilentlyContinue | Out-Null
        }
        if ($Do) { . $Do | Out-Null }
        $how = $Asked ? $Asked : @{}
        if ($Rights) { $how.GraphToken = ConvertTo-SecureString (Get-GraphToken $Rights) -AsPlainText -Force }
        $where = $Test ? $Test + @{ ClientId = $app.ClientId } : @{}

        $red = @(Test-OutlookAppPermissions @where @how | Where-Object Permission -eq $Row)
        $red | Should -HaveCount 1
        $red.Status | Should -BeIn Failed, Warning
        $red.Cause | Should -BeLike "*$Cause*"
        if ($ByHand) { . $ByHand }
        if ($red.Command) { Invoke-Expression $red.Command | Out-Null }
        else { $ByHand | Should -Not -BeNullOrEmpty }

        # Whoever connects by the printed line is in that session then.
        if ($red.Command -match '(?m)^Connect-OutlookMailbox') { $where = @{} }
        $green = @(Test-OutlookAppPermissions @where @how | Where-Object Permission -eq ($After ? $After : $red.Permission))
        $green.Count | Should -BeGreaterThan 0
        $green | Where-Object Status -ne Passed | ForEach-Object { "$($_.Permission) $($_.Status): $($_.Evidence) $($_.Cause)" } | Should -BeNullOrEmpty
    }
}
