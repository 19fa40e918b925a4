using System.Collections.Generic;
using System.Linq;

namespace OutlookMail.Identity.Registration;

/// <summary>One request to Graph, of those that register an app.</summary>
public sealed class AppStep
{
    internal AppStep(string name, string about, string method, StepText path, StepText? body)
    {
        Name = name;
        About = about;
        Method = method;
        Path = path;
        Body = body;
    }

    /// <summary>A word that later steps name it by.</summary>
    public string Name { get; }

    /// <summary>What it is for: a sentence for whoever reads the steps before running them.</summary>
    public string About { get; }

    public string Method { get; }

    /// <summary>Behind /v1.0, beginning with a slash.</summary>
    public StepText Path { get; }

    /// <summary>JSON in ASCII; null for none.</summary>
    public StepText? Body { get; }

    /// <summary>Looks whether the app is there already: whoever finds an entry in <c>value</c> must not go on.</summary>
    public bool IsGuard { get; internal set; }

    /// <summary>Whether it is about something that a step before has made, which Entra may not know everywhere yet.</summary>
    public bool AwaitsReplication { get; internal set; }

    internal IEnumerable<StepAnswer> Answers => Path.Answers.Concat(Body?.Answers ?? Enumerable.Empty<StepAnswer>());
}
