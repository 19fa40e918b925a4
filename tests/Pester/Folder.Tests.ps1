BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)
    Start-OutlookSandbox | Out-Null
    $session = Connect-OutlookMailbox
    Send-OutlookMail -To $session.Mailbox -Subject one -Body x | Out-Null
}

AfterAll { Stop-OutlookSandbox }

Describe 'Get-OutlookFolder' {
    It 'lists the folders with their counts' {
        $folders = Get-OutlookFolder
        $folders[0].FullName | Should -Be INBOX
        $folders[0].Messages | Should -Be 1
        $folders.FullName | Should -Contain 'Sent Items'
        (Get-OutlookFolder deleted).FullName | Should -Be 'Deleted Items'
        (Get-OutlookFolder Inbox -Size).Size | Should -BeGreaterThan 100
    }

    It 'is shown as a table of 80 columns, indented by level' {
        New-OutlookFolder '项目 🎉' -Parent Archive -Force | Out-Null
        $lines = Get-OutlookFolder -Size | Out-String -Width 80 -Stream | Where-Object Length
        $lines[0] | Should -Match 'Messages\s+Unread\s+Size\s+Use\s+Name'
        $lines -match '  项目' | Should -HaveCount 1
        ($lines | ForEach-Object Length | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 80
    }

    It 'goes down the pipeline to other commands, with its session' {
        Get-OutlookFolder Inbox | Get-OutlookMail | Should -HaveCount 1
        $other = Connect-OutlookMailbox
        Set-OutlookSession $session
        (Get-OutlookFolder Inbox -Session $other | Get-OutlookMail).Session.Id | Should -Be $other.Id
        Disconnect-OutlookMailbox $other
    }

    It 'is completed by Tab from the mailbox' {
        (TabExpansion2 'Get-OutlookMail -Folder dele').CompletionMatches.CompletionText | Should -Be "'Deleted Items'"
        (TabExpansion2 'Move-OutlookMail arch').CompletionMatches.CompletionText | Should -Contain 'Archive'
    }
}

Describe 'New-, Rename- and Remove-OutlookFolder' {
    It 'make, rename and remove' {
        (New-OutlookFolder Projects/Apollo).Depth | Should -Be 1
        (Rename-OutlookFolder Projects/Apollo Artemis -PassThru).FullName | Should -Be 'Projects/Artemis'
        { Remove-OutlookFolder Projects -Force -ErrorAction Stop } |
            Should -Throw -ErrorId 'FolderHasChildren,OutlookMail.PowerShell.Commands.RemoveOutlookFolderCommand'
        Remove-OutlookFolder Projects -Recurse -WhatIf
        Get-OutlookFolder Projects* | Should -HaveCount 2
        Get-OutlookFolder Projects | Remove-OutlookFolder -Recurse -Force
        { Get-OutlookFolder Projects -ErrorAction Stop } | Should -Throw -ErrorId 'FolderNotFound,*'
    }

    It 'asks nobody where nobody is, and says what to do' {
        $answer = Invoke-FreshPwsh -Arguments '-NonInteractive' @'
Import-Module $manifest
Start-OutlookSandbox | Out-Null
Connect-OutlookMailbox | Out-Null
New-OutlookFolder Old | Out-Null
try { Remove-OutlookFolder Old } catch { $_.FullyQualifiedErrorId; $_.ErrorDetails.RecommendedAction }
Remove-OutlookFolder Old -Confirm:$false
@(Get-OutlookFolder Ol*).Count
'@
        $answer[0] | Should -Be 'ConfirmationImpossible,OutlookMail.PowerShell.Commands.RemoveOutlookFolderCommand'
        $answer[1] | Should -BeLike '*-Force*'
    }
}
