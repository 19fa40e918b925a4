namespace OutlookMail.Identity;

/// <summary>What a host's environment offers for a sign-in without parameters.</summary>
public enum SignInSourceKind
{
    /// <summary>Not even a client id.</summary>
    None,

    /// <summary>An app, and nothing that proves it: a person has to sign in, or a kept account.</summary>
    AppOnly,

    ClientSecret,
    Certificate,

    /// <summary>A token file (AKS workload identity).</summary>
    TokenFile,

    /// <summary>A token in a variable (GitLab).</summary>
    TokenVariable,

    GitHubActions,
    AzurePipelines,
    ManagedIdentity,
}
