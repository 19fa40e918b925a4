namespace OutlookMail.Model;

/// <summary>In which form an app registration is handed to somebody who may make it.</summary>
public enum OutlookAppExportFormat
{
    /// <summary>A script for Microsoft.Graph.Authentication's Invoke-MgGraphRequest.</summary>
    PowerShell,

    /// <summary>A shell script for az rest.</summary>
    AzureCli,

    /// <summary>The requests themselves, for Graph Explorer or any other program.</summary>
    GraphJson,
}
