using System;
using System.Globalization;
using System.Security.Cryptography;
using OutlookMail.Model;
using OutlookMail.Sandbox.Entra;
using OutlookMail.Sandbox.Store;
using OutlookMail.Wire;

namespace OutlookMail.Sandbox.Exchange;

/// <summary>What the two mail protocols share: the store, who may enter it with which token, the name of the host.</summary>
internal sealed class ExchangeService
{
    public ExchangeService(EntraService entra, SandboxMailStore store, SandboxFaults faults, SandboxOptions options, SandboxRequestLog log, SandboxExchange administration)
    {
        Administration = administration;
        Log = log;
        Entra = entra;
        Store = store;
        Faults = faults;
        Options = options;
        Limits = new SubmissionLimits(options, entra.Time);
    }

    public SandboxRequestLog Log { get; }

    public SubmissionLimits Limits { get; }

    /// <summary>What administrators have allowed.</summary>
    public SandboxExchange Administration { get; }

    public EntraService Entra { get; }

    public SandboxMailStore Store { get; }

    public SandboxFaults Faults { get; }

    public SandboxOptions Options { get; }

    public TimeProvider Time => Entra.Time;

    /// <summary>In the form of Exchange's own names, and yet saying what it is.</summary>
    public string HostName => "SANDBOX01CA0001.outlook.office365.test";

    /// <summary>The bracket behind most of Exchange's SMTP texts: host, time and an id that support can look for.</summary>
    public string Mark() => string.Create(CultureInfo.InvariantCulture,
        $"[{HostName} {Time.GetUtcNow():yyyy-MM-dd'T'HH:mm:ss.fff}Z {Convert.ToHexString(RandomNumberGenerator.GetBytes(8))}]");

    /// <summary>Checks a token as both protocols do first: ours, for Exchange, in time, of an account that still may.</summary>
    /// <returns>Null when it is refused; the log says why, the client is not told.</returns>
    public AccessClaims? CheckToken(string token, string protocol)
    {
        AccessClaims? claims = Entra.Tokens.Read(token);
        string? refusal =
            claims is null ? "the token is not one of this sandbox's"
            : Entra.Catalogue.Find(claims.Audience) != Entra.Catalogue.Exchange ? $"the token's audience is {claims.Audience}"
            : !claims.IsValidAt(Time.GetUtcNow()) ? "the token has expired"
            : Faults.Take(OutlookSandboxFault.TokenExpiry) ? "fault TokenExpiry"
            : !claims.IsAppOnly && Entra.Directory.FindUser(claims.ObjectId) is not { IsEnabled: true } ? "the account is disabled"
            : null;
        if (refusal is not null)
        {
            Entra.Log($"SANDBOX {protocol} refused a sign-in: {refusal}.");
            return null;
        }

        return claims;
    }

    public WireOptions WireOptions(TimeSpan idle) => new() { ResponseTimeout = idle };
}
