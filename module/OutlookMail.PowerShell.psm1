Import-Module (Join-Path $PSScriptRoot "bin/$(if ($PSVersionTable.PSEdition -eq 'Core') { 'net8.0' } else { 'net472' })/OutlookMail.PowerShell.dll")
