# Runs every script of docs/recipes.md as it stands, each in a sandbox of its own with mails that it finds.

BeforeDiscovery {
    $page = Get-Content "$PSScriptRoot/../../docs/recipes.md" -Raw
    $recipes = foreach ($part in ($page -split '(?m)^## ' | Select-Object -Skip 1)) {
        @{
            Title = ($part -split "`n")[0].Trim()
            Code  = @([regex]::Matches($part, '(?ms)^```powershell\r?\n(.*?)^```') | ForEach-Object { $_.Groups[1].Value })
        }
    }
}

BeforeAll {
    Import-Module "$PSScriptRoot/Module.psm1" -Force
    Import-Module (Get-StagedManifest)

    function New-Mail {
        param([string] $Subject, [string] $From = 'Bob <bob@contoso.test>', [string] $Body = 'text', [string[]] $Header = @())
        (@("From: $From", 'To: ada@contoso.test', "Subject: $Subject", "Message-ID: <$([guid]::NewGuid())@x.test>",
            'MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8') + $Header + '' + $Body) -join "`r`n"
    }

    function Add-Mail {
        param([string] $Folder, [string] $Mail)
        $file = Join-Path (Get-Location) "$([guid]::NewGuid()).eml"
        [IO.File]::WriteAllText($file, $Mail)
        Import-OutlookMail $file -Folder $Folder | Out-Null
    }

    function Send-Later {
        param($Session, [string] $Subject)
        $shell = New-ModuleRunspace
        $shell.AddScript('param($session, $subject) foreach ($i in 1..60) { Send-OutlookMail -Session $session -To $session.Mailbox -Subject $subject -Body x; Start-Sleep -Milliseconds 500 }').AddArgument($Session).AddArgument($Subject) | Out-Null
        $shell.BeginInvoke() | Out-Null
        $shell
    }

    # What a recipe finds (Mails: into the inbox before it starts; Before: with the session), and what it must have done.
    $cases = @{
        'A sign-up code'                       = @{
            Mails = { New-Mail 'Your code' -From 'no-reply@shop.test' -Body 'Your code is 482913.' }
            Check = { $output | Should -Be 482913; (Get-OutlookMail -Subject code).IsRead | Should -BeTrue }
        }
        'Invoices to a share'                  = @{
            Before = {
                Set-Content a.pdf one
                Send-OutlookMail -To $session.Mailbox -Subject 'Invoice 1' -Body x -Attachment a.pdf | Out-Null
                Send-OutlookMail -To $session.Mailbox -Subject 'Invoice 2' -Body x -Attachment a.pdf | Out-Null
            }
            Check  = {
                $output | Should -HaveCount 2
                Get-ChildItem invoices -Recurse -File | Should -HaveCount 1
                Get-OutlookMail -Folder Invoices | Should -HaveCount 2
                Get-OutlookMail | Should -HaveCount 0
            }
        }
        'Cleanup by age'                       = @{
            Mails  = { New-Mail fresh -From 'newsletter@x.test' }
            Before = {
                Add-Mail INBOX (New-Mail old -From 'newsletter@x.test' -Header 'Date: Wed, 01 Jan 2020 10:00:00 +0000')
                Add-Mail 'Deleted Items' (New-Mail 'long gone' -Header 'Date: Wed, 01 Jan 2020 10:00:00 +0000')
                (Get-OutlookMail -Before '2021-01-01').Subject | Should -Be old
            }
            Check  = {
                (Get-OutlookMail).Subject | Should -Be fresh
                Get-OutlookMail -Folder Deleted | Should -HaveCount 0
            }
        }
        'Lists to unsubscribe from'            = @{
            Mails = {
                1..3 | ForEach-Object { New-Mail "news $_" -From 'list@news.test' -Header 'List-Unsubscribe: <https://news.test/leave>, <mailto:leave@news.test>', 'List-Unsubscribe-Post: List-Unsubscribe=One-Click' }
                New-Mail personal
            }
            Check = {
                $rows = Import-Csv unsubscribe.csv
                $rows | Should -HaveCount 1
                $rows.From | Should -Be list@news.test
                $rows.Mails | Should -Be 3
                $rows.OneClick | Should -Be https://news.test/leave
            }
        }
        'Addresses that bounced'               = @{
            Before = {
                Send-OutlookMail -To ndr@contoso.test -Subject lost -Body x | Out-Null
                Wait-OutlookMail -Subject undeliverable -Timeout 60 | Out-Null
            }
            Check  = { (Import-Csv bounced.csv).Recipient | Should -Be ndr@contoso.test }
        }
        'What takes the room'                  = @{
            Mails = { New-Mail large -Body (("x" * 70 + "`r`n") * 3000) }
            Check = { $output.Count | Should -BeGreaterThan 4; $output[-1].Size | Should -BeGreaterThan 100KB }
        }
        'Filing by rules'                      = @{
            Mails = { New-Mail alert -From alerts@monitor.test; New-Mail holiday -From hr@contoso.test; New-Mail other }
            Check = {
                (Get-OutlookMail -Folder Monitoring).IsRead | Should -BeTrue
                (Get-OutlookMail -Folder Personnel/2026).Subject | Should -Be holiday
                (Get-OutlookMail).Subject | Should -Be other
            }
        }
        'Mails that nobody answered'           = @{
            Before = {
                $date = "Date: $([datetime]::UtcNow.AddDays(-10).ToString('ddd, dd MMM yyyy HH:mm:ss', [cultureinfo]::InvariantCulture)) +0000"
                Add-Mail 'Sent Items' (New-Mail open -Header $date)
                $answered = New-Mail answered -Header $date
                Add-Mail 'Sent Items' $answered
                Add-Mail INBOX (New-Mail 'Re: answered' -Header "In-Reply-To: $([regex]::Match($answered, '<.*?@x\.test>').Value)")
            }
            Check  = { $output.Subject | Should -Be open }
        }
        'Approvals'                            = @{
            Before = { $script:sender = Send-Later $session 'Approved: release 7' }
            Check  = {
                $script:sender.Stop()
                $script:sender.Dispose()
                Get-OutlookMail -Subject 'Re: Approved' | Should -HaveCount 1
                (Get-OutlookMail -Folder Sent -Subject 'Re: Approved').To.Address | Should -Be ada@contoso.test
                @(Get-OutlookMail -Unread:$false -Filter { $_.IsAnswered }).Count | Should -Be 1
            }
        }
        'Senders that nobody vouches for'      = @{
            Mails = {
                New-Mail fake -Header 'Authentication-Results: mx.contoso.test; spf=fail smtp.mailfrom=evil.test; dmarc=fail header.from=contoso.test'
                New-Mail forged -Header 'Authentication-Results: mx.evil.test; dmarc=fail header.from=contoso.test'
                New-Mail good -Header 'Authentication-Results: mx.contoso.test; dmarc=pass header.from=contoso.test'
            }
            Check = {
                (Get-OutlookMail -Folder Junk).Subject | Should -Be fake
                Get-OutlookMail | Should -HaveCount 2
            }
        }
        'Nightly backup'                       = @{
            Mails = { New-Mail one; New-Mail two }
            Check = {
                ($output | Where-Object Folder -EQ INBOX).Exported | Should -Be 2
                Get-ChildItem backup/INBOX -Filter *.eml | Should -HaveCount 2
                @(& ([scriptblock]::Create($Code[0]))).Count | Should -Be 0
            }
        }
        'Years of mail, searched at once'      = @{
            Mails = {
                New-Mail 'Our offer' -From 'Sales <sales@contoso.test>' -Body 'We offer ten chairs.'
                New-Mail 'Offers of the week' -From 'news@contoso.test' -Body 'newsletter: an offer a day'
                New-Mail 'Other offer' -From 'sales@fabrikam.test'
            }
            Check = {
                $output.Subject | Should -Be 'Our offer'
                $output.Snippet | Should -Match '«offer»'
                Get-Content offer.eml -Raw | Should -Match 'ten chairs'
            }
        }
    }
}

Describe 'docs/recipes.md' {
    It 'has a check for every recipe, and each recipe one script: <Title>' -ForEach $recipes {
        $Code | Should -HaveCount 1
        $cases.ContainsKey($Title) | Should -BeTrue -Because 'a recipe that nothing checks is not known to work'
    }

    It '<Title>' -ForEach $recipes {
        $case = $cases[$Title]
        $place = New-Item -ItemType Directory (Join-Path $TestDrive ([guid]::NewGuid()))
        Push-Location $place
        try {
            $seed = @{}
            if ($case.Mails) {
                $number = 0
                foreach ($mail in & $case.Mails) { [IO.File]::WriteAllText("$place/seed-$((++$number)).eml", $mail) }
                $seed = @{ Seed = (Get-ChildItem "$place/seed-*.eml").FullName }
            }

            Start-OutlookSandbox -NoLimit @seed | Out-Null
            $session = Connect-OutlookMailbox
            if ($case.Before) { . $case.Before }
            $ErrorActionPreference = 'Stop'
            $output = & ([scriptblock]::Create($Code[0]))
            . $case.Check
        }
        finally {
            Pop-Location
            Stop-OutlookSandbox -ErrorAction SilentlyContinue
        }
    }
}
