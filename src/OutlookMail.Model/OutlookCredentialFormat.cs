namespace OutlookMail.Model;

/// <summary>In which form an app's credential is handed to other software.</summary>
public enum OutlookCredentialFormat
{
    /// <summary>The fields of NocoBase's email settings.</summary>
    NocoBase,

    /// <summary>A .env file.</summary>
    DotEnv,

    Json,

    /// <summary>A shell script for GitHub's gh: variables and a secret.</summary>
    GitHub,

    /// <summary>A shell script for Azure DevOps: a variable group.</summary>
    AzureDevOps,

    /// <summary>A Kubernetes Secret, YAML.</summary>
    Kubernetes,

    /// <summary>A PowerShell script that puts the secret into a SecretManagement vault.</summary>
    PowerShellVault,

    /// <summary>The secret's value and nothing else.</summary>
    Value,
}
