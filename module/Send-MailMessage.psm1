# Send-MailMessage over an Outlook session, for scripts that are not to be changed. Opt-in: import this file by its path
# after OutlookMail.PowerShell; its function then stands before the engine's cmdlet of that name.

function Send-MailMessage {
    [CmdletBinding(SupportsShouldProcess)]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)] [ValidateNotNullOrEmpty()] [string[]] $To,
        [Parameter(Position = 1, ValueFromPipelineByPropertyName)] [Alias('sub')] [ValidateNotNullOrEmpty()] [string] $Subject,
        [Parameter(Position = 2, ValueFromPipelineByPropertyName)] [ValidateNotNullOrEmpty()] [string] $Body,
        [Parameter(Position = 3, ValueFromPipelineByPropertyName)] [Alias('ComputerName')] [string] $SmtpServer,
        [Parameter(Mandatory, ValueFromPipelineByPropertyName)] [ValidateNotNullOrEmpty()] [string] $From,
        [Parameter(ValueFromPipelineByPropertyName)] [ValidateNotNullOrEmpty()] [string[]] $Cc,
        [Parameter(ValueFromPipelineByPropertyName)] [ValidateNotNullOrEmpty()] [string[]] $Bcc,
        [Parameter(ValueFromPipelineByPropertyName)] [ValidateNotNullOrEmpty()] [string[]] $ReplyTo,
        [Parameter(ValueFromPipeline)] [Alias('PsPath')] [ValidateNotNullOrEmpty()] [string[]] $Attachments,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('BAH')] [switch] $BodyAsHtml,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('BE')] [ValidateNotNullOrEmpty()] [object] $Encoding,
        [Parameter(ValueFromPipelineByPropertyName)] [Alias('DNO')] [System.Net.Mail.DeliveryNotificationOptions] $DeliveryNotificationOption,
        [Parameter(ValueFromPipelineByPropertyName)] [System.Net.Mail.MailPriority] $Priority,
        [Parameter(ValueFromPipelineByPropertyName)] [pscredential] $Credential,
        [Parameter(ValueFromPipelineByPropertyName)] [switch] $UseSsl,
        [Parameter(ValueFromPipelineByPropertyName)] [int] $Port
    )

    begin { $files = [Collections.Generic.List[string]]::new() }

    process { if ($Attachments) { $files.AddRange($Attachments) } }

    end {
        # The engine's cmdlet sends a mail without a text.
        $mail = @{ Body = [string] $Body }
        foreach ($name in 'To', 'Subject', 'From', 'Cc', 'Bcc', 'ReplyTo', 'BodyAsHtml', 'Encoding', 'DeliveryNotificationOption') {
            if ($PSBoundParameters.ContainsKey($name)) { $mail[$name] = $PSBoundParameters[$name] }
        }
        if ($PSBoundParameters.ContainsKey('Priority')) { $mail.Priority = [string] $Priority }
        if ($files.Count) { $mail.Attachment = $files.ToArray() }
        try {
            $null = OutlookMail.PowerShell\Send-OutlookMail @mail
        }
        finally {
            # Afterwards: the session may be one that the mail itself has opened.
            $ignored = 'SmtpServer', 'Port', 'UseSsl', 'Credential' | Where-Object { $PSBoundParameters.ContainsKey($_) }
            if ($ignored) {
                $session = Get-OutlookSession -Current
                $over = if ($session) { "The mail goes over the Outlook session of $($session.Mailbox) ($($session.SmtpServer))" } else { 'There is no Outlook session' }
                Write-Warning ('Ignored: -{0}. {1}.' -f ($ignored -join ', -'), $over)
            }
        }
    }
}

Export-ModuleMember -Function Send-MailMessage
