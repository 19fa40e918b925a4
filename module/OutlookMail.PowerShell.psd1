@{
    RootModule             = 'OutlookMail.PowerShell.psm1'
    ModuleVersion          = '0.1.0'
    CompatiblePSEditions   = @('Core', 'Desktop')
    GUID                   = '5c0f2f0b-6f0e-4b64-9b37-0d5b8b8f7c21'
    Author                 = 'OutlookMail.PowerShell contributors'
    Copyright              = 'MIT licence'
    Description            = 'Outlook and Microsoft 365 mail from PowerShell: sign in with an Entra app, verify its permissions, send and read mail over SMTP and IMAP, and try all of it without a tenant in a sandbox on loopback.'
    PowerShellVersion      = '5.1'
    DotNetFrameworkVersion = '4.7.2'
    TypesToProcess         = @('OutlookMail.PowerShell.types.ps1xml')
    FormatsToProcess       = @('OutlookMail.PowerShell.format.ps1xml')
    FunctionsToExport      = @()
    CmdletsToExport        = @(
        'Connect-OutlookMailbox'
        'Copy-OutlookMail'
        'Disconnect-OutlookMailbox'
        'Export-OutlookApp'
        'Export-OutlookAppCredential'
        'Export-OutlookMailbox'
        'Export-OutlookSession'
        'Get-OutlookAccessToken'
        'Get-OutlookAccount'
        'Get-OutlookAdminConsentUrl'
        'Get-OutlookApp'
        'Get-OutlookAppCredential'
        'Get-OutlookAppSecret'
        'Get-OutlookFolder'
        'Get-OutlookMail'
        'Get-OutlookMailContent'
        'Get-OutlookOutbox'
        'Get-OutlookSandbox'
        'Get-OutlookSession'
        'Get-OutlookSetupGuide'
        'Import-OutlookMail'
        'Import-OutlookSession'
        'Measure-OutlookOutbox'
        'Move-OutlookMail'
        'New-OutlookAppSecret'
        'New-OutlookFolder'
        'New-OutlookMail'
        'Register-OutlookApp'
        'Remove-OutlookAccount'
        'Remove-OutlookAppCredential'
        'Remove-OutlookAppSecret'
        'Remove-OutlookFolder'
        'Remove-OutlookMail'
        'Remove-OutlookOutbox'
        'Rename-OutlookFolder'
        'Resolve-OutlookError'
        'Save-OutlookMail'
        'Save-OutlookMailAttachment'
        'Search-OutlookArchive'
        'Send-OutlookMail'
        'Set-OutlookApp'
        'Set-OutlookAppCredential'
        'Set-OutlookMail'
        'Set-OutlookSandbox'
        'Set-OutlookSession'
        'Start-OutlookOutbox'
        'Start-OutlookSandbox'
        'Stop-OutlookSandbox'
        'Sync-OutlookMailbox'
        'Test-OutlookAppPermissions'
        'Unregister-OutlookApp'
        'Update-OutlookAppSecret'
        'Wait-OutlookMail'
        'Watch-OutlookMailbox'
    )
    VariablesToExport      = @()
    AliasesToExport        = @('Test-OutlookAppPermission')
    PrivateData            = @{
        PSData = @{
            Tags       = @('Outlook', 'Mail', 'Email', 'Exchange', 'Office365', 'Microsoft365', 'IMAP', 'SMTP', 'OAuth', 'XOAUTH2', 'Entra', 'PSEdition_Core', 'PSEdition_Desktop', 'Windows', 'Linux', 'MacOS')
        }
    }
}
