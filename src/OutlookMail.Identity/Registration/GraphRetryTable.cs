using System;

namespace OutlookMail.Identity.Registration;

/// <summary>
/// Which refusals pass by themselves, and how long that may take. Entra writes to one replica and reads from another, and
/// publishes no time for it (Azure SDK for Java retries the same 404; msgraph-sdk-dotnet #3108; msgraph-bicep-types #193).
/// </summary>
internal static class GraphRetryTable
{
    /// <summary>msgraph-bicep-types #193 saw a new service principal stay unknown for more than five minutes.</summary>
    public static readonly TimeSpan ReplicationLimit = TimeSpan.FromMinutes(6);

    /// <summary>Graph's own trouble: longer than this it is an outage, which a person should hear of.</summary>
    public static readonly TimeSpan TroubleLimit = TimeSpan.FromMinutes(2);

    // A person waits at a prompt: more than this between two tries helps nobody.
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    /// <returns>Null when the refusal is final.</returns>
    public static GraphRetry? Find(GraphCall call, GraphException refused) => refused.HttpStatus switch
    {
        429 => new GraphRetry("Graph asks for a pause", TroubleLimit),

        // 503 is sent before any work; 500, 502 and 504 can come after it.
        503 => new GraphRetry("Graph is busy", TroubleLimit),
        500 or 502 or 504 when call.IsRepeatable => new GraphRetry("Graph has a passing trouble", TroubleLimit),
        404 when call.AwaitsReplication => new GraphRetry("Entra still spreads what was just made", ReplicationLimit),
        400 when call.AwaitsReplication && IsUnknownReference(refused) => new GraphRetry("Entra still spreads what was just made", ReplicationLimit),
        _ => null,
    };

    /// <summary>Doubles from one second.</summary>
    public static TimeSpan Pause(int attempt, GraphException refused)
    {
        var backoff = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, attempt - 1), LongestPause.TotalSeconds));
        return refused.RetryAfter is { } asked && asked > TimeSpan.Zero ? asked : backoff;
    }

    // POST /servicePrincipals answers Request_BadRequest with the detail NoBackingApplicationObject, a grant
    // Request_BadRequest or ResourceNotFound with these words.
    private static bool IsUnknownReference(GraphException refused) =>
        refused.Detail == "NoBackingApplicationObject" ||
        Says(refused, "NoBackingApplicationObject") ||
        Says(refused, "does not reference a valid application object") ||
        Says(refused, "does not exist") ||
        Says(refused, "was not found");

    private static bool Says(GraphException refused, string words) => refused.Message.IndexOf(words, StringComparison.OrdinalIgnoreCase) >= 0;
}
