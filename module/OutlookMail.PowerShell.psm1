Import-Module ($PSScriptRoot + ('/bin/net472/', '/bin/net8.0/')[$PSEdition -eq 'Core'] + 'OutlookMail.PowerShell.dll')
