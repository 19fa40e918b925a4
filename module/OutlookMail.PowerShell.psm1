Import-Module "$PSScriptRoot/bin/$(if ($PSEdition -eq 'Core') { 'net8.0' } else { 'net472' })/OutlookMail.PowerShell.dll"
