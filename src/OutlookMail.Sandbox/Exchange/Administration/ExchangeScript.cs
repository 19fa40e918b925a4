using System;
using System.Linq;
using System.Text;

namespace OutlookMail.Sandbox.Exchange.Administration;

/// <summary>The commands as PowerShell functions that call this sandbox, for scripts that are written for Exchange Online PowerShell.</summary>
internal static class ExchangeScript
{
    /// <param name="webPage">Where the functions send their parameters.</param>
    public static string Define(string webPage) => string.Join('\n', ExchangeCommandTable.All.Select(c => Function(c, webPage)));

    /// <summary>Takes away the functions that call this sandbox; another one's, and Exchange's own, stay.</summary>
    public static string Remove(string webPage) => $$"""
        foreach ($name in {{string.Join(", ", ExchangeCommandTable.All.Select(c => $"'{c.Name}'"))}}) {
            $function = Get-Item "function:$name" -ErrorAction Ignore
            if ($function -and $function.Definition.Contains('{{webPage}}/exchange/')) { Remove-Item "function:$name" -WhatIf:$false -Confirm:$false }
        }
        """;

    private static string Function(ExchangeCommand command, string webPage)
    {
        var parameters = new StringBuilder();
        foreach (ExchangeParameter parameter in command.Parameters)
        {
            parameters.Append(parameters.Length == 0 ? "" : ", ")
                .Append(parameter.IsMandatory ? "[Parameter(Mandatory)] " : "")
                .Append(parameter.Alias is string alias ? $"[Alias('{alias}')] " : "")
                .Append('[').Append(parameter.Type).Append("] $").Append(parameter.Name);
        }

        string names = string.Join(", ", command.Parameters.Select(p => $"'{p.Name}'"));
        string gate = command.Changes ? "if (-not $PSCmdlet.ShouldProcess('SANDBOX')) { return }" : "";

        // -NoProxy: what is on loopback is not asked of a proxy.
        return $$"""
            function global:{{command.Name}} {
                [CmdletBinding({{(command.Changes ? "SupportsShouldProcess" : "")}})]
                param({{parameters}})
                {{gate}}
                $given = @{}
                foreach ($name in @({{names}})) { if ($PSBoundParameters.ContainsKey($name)) { $given[$name] = $PSBoundParameters[$name] } }
                $answer = Invoke-RestMethod -Method Post -Uri '{{webPage}}/exchange/{{command.Name}}' -ContentType 'application/json' -Body (ConvertTo-Json $given) -SkipHttpErrorCheck -NoProxy
                if ($answer.error) {
                    $PSCmdlet.WriteError([System.Management.Automation.ErrorRecord]::new([InvalidOperationException]::new($answer.error.message), $answer.error.code, 'InvalidOperation', $null))
                    return
                }
                $answer.value
            }
            """.ReplaceLineEndings("\n");
    }
}
