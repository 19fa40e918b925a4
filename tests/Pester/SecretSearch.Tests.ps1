# That the search for secrets, which build.ps1 puts around the whole suite, finds one that is there.

BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module "$PSScriptRoot/SecretWatch.psm1"
    Import-Module (Get-StagedManifest)
}

AfterAll {
    # Alone, nobody else takes it away.
    if (-not $env:OUTLOOKMAIL_TEST_FOUND) {
        Remove-Item $env:OUTLOOKMAIL_TEST_SEARCH -ErrorAction Ignore
        Remove-Item env:OUTLOOKMAIL_TEST_SEARCH
    }
}

Describe 'The search for secrets' {
    BeforeEach {
        # Known to a search of its own, so that the one over the whole run does not find it.
        $search = New-SecretSearch
        $planted = -join (1..4 | ForEach-Object { [guid]::NewGuid().ToString('N') })
        $search.NoteSecret($planted)
    }
    AfterEach { $search.Dispose() }

    It 'finds one in an error' {
        try { throw "Bearer $planted" } catch { }
        $search.Found() | Should -Match 'an exception'
    }

    It 'finds one in a file' {
        Set-Content "$TestDrive/trace.log" "S: $planted"
        $search.NoteFolder('the log folder:', $TestDrive)
        $search.Found() | Should -Be 'the log folder: trace.log'
    }

    It 'finds none where none is' {
        try { throw 'Bearer <1500 octets>' } catch { }
        $search.Found() | Should -BeNullOrEmpty
    }

    It 'finds what a fresh process lets out: <Where>' -ForEach @(
        @{ Where = 'in an error'; Leak = 'try { throw $token } catch { }'; Expected = 'an exception' }
        @{ Where = 'on the screen'; Leak = 'Write-Host $token'; Expected = 'transcript' }
        @{ Where = 'nowhere'; Leak = ''; Expected = $null }
    ) {
        $before = $env:OUTLOOKMAIL_TEST_FOUND
        $env:OUTLOOKMAIL_TEST_FOUND = New-Item -ItemType Directory "$TestDrive/$([guid]::NewGuid())"
        try {
            Invoke-FreshPwsh "Import-Module `$manifest; Start-OutlookSandbox | Out-Null; Connect-OutlookMailbox | Out-Null
                `$token = Get-OutlookAccessToken -AsPlainText; $Leak" | Out-Null
            if ($Expected) { Get-ChildItem $env:OUTLOOKMAIL_TEST_FOUND | Get-Content | Should -Match $Expected }
            else { Get-ChildItem $env:OUTLOOKMAIL_TEST_FOUND | Should -BeNullOrEmpty }
        }
        finally {
            $env:OUTLOOKMAIL_TEST_FOUND = $before
        }
    }
}
