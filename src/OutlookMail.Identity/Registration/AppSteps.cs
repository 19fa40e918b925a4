using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace OutlookMail.Identity.Registration;

/// <summary>The requests that register an app in a tenant that has nothing of it, for somebody else to send.</summary>
public sealed class AppSteps
{
    private readonly RecordingTenant tenant;

    private AppSteps(RecordingTenant tenant, AppPlan plan, AppRegistration done, GraphPassword? secret)
    {
        this.tenant = tenant;
        Steps = tenant.Steps;
        Rights = AppRight.Of(plan.Shape);
        Notes = plan.Notes;
        Made = done;
        Secret = secret?.SecretText;
    }

    /// <summary>In their order; what is looked up comes before what is made.</summary>
    public IReadOnlyList<AppStep> Steps { get; }

    /// <summary>What whoever sends them must hold.</summary>
    public IReadOnlyList<AppRight> Rights { get; }

    /// <summary>What a person should know although no request is sent for it.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <summary>Places of the app's ids and of the secret's value: for texts that <see cref="Read"/> takes.</summary>
    public AppRegistration Made { get; }

    /// <summary>The place of the secret's value; null where none is made.</summary>
    public string? Secret { get; }

    /// <summary>Plans and carries out as ever, at a tenant that only writes down what is sent to it.</summary>
    /// <param name="shape">The app, without a client id.</param>
    /// <param name="cloud">Whose Graph is meant.</param>
    /// <param name="secret">To be added; null for none.</param>
    /// <param name="ct">Ends it.</param>
    /// <exception cref="RegistrationException">The shape cannot be.</exception>
    public static async Task<AppSteps> RecordAsync(AppShape shape, CloudEndpoints cloud, GraphPassword? secret, CancellationToken ct)
    {
        using var tenant = new RecordingTenant();
        using var graph = new GraphConnection(new SignInSettings { ClientId = "", Cloud = cloud, Transport = tenant }, _ => Task.FromResult("nobody"));
        var plan = await new AppPlanner(graph, cloud).PlanAsync(shape, ct).ConfigureAwait(false);
        var done = await new AppRegistrar(graph).ApplyAsync(plan, ct).ConfigureAwait(false);
        var made = secret is null ? null : await new Applications(graph).AddPasswordAsync(done.Application.Id!, secret, ct).ConfigureAwait(false);
        return new AppSteps(tenant, plan, done, made);
    }

    /// <summary>A text that was made with the places of answers in it.</summary>
    public StepText Read(string text) => tenant.Read(text);
}
