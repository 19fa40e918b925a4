using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity;

/// <summary>A token in a file that its host renews: AKS workload identity, AZURE_FEDERATED_TOKEN_FILE.</summary>
public sealed class FileToken : OutsideToken
{
    private readonly string path;

    public FileToken(string path) => this.path = path;

    public override string Source => "File";

    public override Task<string> GetAsync(EntraProxy? proxy, CancellationToken ct)
    {
        try
        {
            var token = File.ReadAllText(path).Trim();
            return token.Length > 0 ? Task.FromResult(token) : throw Missing($"The token file {path} is empty.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Missing($"The token file {path} cannot be read: {e.Message}", e);
        }
    }
}
