namespace System.Management.Automation;

public abstract class Cmdlet : Internal.InternalCommand
{
    internal EngineRun? AttachedTo { get; set; }

    public bool Stopping => Engine.Stopping;

    internal EngineRun Engine => AttachedTo ?? throw new PSInvalidOperationException("The cmdlet is not running in a pipeline.");

    public void WriteObject(object? sendToPipeline) => Engine.WriteObject(sendToPipeline);

    public void WriteObject(object? sendToPipeline, bool enumerateCollection)
    {
        if (!enumerateCollection || sendToPipeline is string || sendToPipeline is not Collections.IEnumerable many)
        {
            WriteObject(sendToPipeline);
            return;
        }

        foreach (object? item in many)
        {
            WriteObject(item);
        }
    }

    public void WriteError(ErrorRecord errorRecord) => Engine.WriteError(errorRecord);

    public void WriteVerbose(string text) => Engine.Write(Engine.Verbose, text);

    public void WriteWarning(string text) => Engine.Write(Engine.Warnings, text);

    public void WriteDebug(string text) => Engine.Write(Engine.Debug, text);

    public void WriteProgress(ProgressRecord progressRecord) => Engine.Write(Engine.Progress, progressRecord);

    public void WriteInformation(InformationRecord informationRecord) => Engine.Write(Engine.Information, informationRecord);

    public void WriteInformation(object messageData, string[] tags)
    {
        var record = new InformationRecord(messageData, GetType().Name);
        record.Tags.AddRange(tags);
        WriteInformation(record);
    }

    public bool ShouldProcess(string target) => Engine.ShouldProcess(target);

    public bool ShouldProcess(string verboseDescription, string verboseWarning, string caption) => Engine.ShouldProcess(verboseDescription);

    public bool ShouldProcess(string target, string action) => Engine.ShouldProcess($"{action} on {target}");

    public bool ShouldContinue(string query, string caption) => Engine.ShouldContinue(query);

    public void ThrowTerminatingError(ErrorRecord errorRecord) => Engine.ThrowTerminatingError(errorRecord);

    protected virtual void BeginProcessing()
    {
    }

    protected virtual void ProcessRecord()
    {
    }

    protected virtual void EndProcessing()
    {
    }

    protected virtual void StopProcessing()
    {
    }

    internal void CallBegin() => BeginProcessing();

    internal void CallProcess() => ProcessRecord();

    internal void CallEnd() => EndProcessing();

    internal void CallStop() => StopProcessing();
}
