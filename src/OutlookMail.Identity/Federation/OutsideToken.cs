using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>
/// Where a token of another identity provider comes from, that Entra takes for an app's own proof (RFC 7523 §2.2). Such
/// tokens live for minutes, so each use asks anew.
/// </summary>
public abstract class OutsideToken
{
    /// <summary>The audience that Entra wants in them.</summary>
    public const string Audience = "api://AzureADTokenExchange";

    /// <summary>The host that gives them, for traces: GitHubActions, AzurePipelines, File, Variable.</summary>
    public abstract string Source { get; }

    /// <param name="proxy">The sign-in's; null takes the machine's settings. Only for those that ask over HTTP.</param>
    /// <param name="ct">Cancels the wait.</param>
    /// <exception cref="SignInException">The provider gave none.</exception>
    public abstract Task<string> GetAsync(EntraProxy? proxy, CancellationToken ct);

    public override string ToString() => Source;

    internal static SignInException Missing(string description, System.Exception? inner = null) =>
        new(SignInFailure.InvalidSettings, "outside_token_missing", description, inner);
}
