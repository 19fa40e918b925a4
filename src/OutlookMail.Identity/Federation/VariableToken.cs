using System;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>A token that a pipeline puts into an environment variable: GitLab's <c>id_tokens</c>.</summary>
public sealed class VariableToken : OutsideToken
{
    private readonly string name;
    private readonly Func<string, string?> environment;

    /// <param name="name">The variable's name: GitLab lets the job choose it.</param>
    /// <param name="environment">Reads a variable; null reads the process's.</param>
    public VariableToken(string name, Func<string, string?>? environment = null)
    {
        this.name = name;
        this.environment = environment ?? Environment.GetEnvironmentVariable;
    }

    public override string Source => "Variable";

    public override Task<string> GetAsync(EntraProxy? proxy, CancellationToken ct) =>
        environment(name)?.Trim() is { Length: > 0 } token
            ? Task.FromResult(token)
            : throw Missing($"The environment variable {name} holds no token. In GitLab, the job names it under id_tokens with the audience {Audience}.");
}
