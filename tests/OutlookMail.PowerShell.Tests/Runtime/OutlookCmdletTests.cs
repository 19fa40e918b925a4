using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Management.Automation;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Model;
using OutlookMail.PowerShell.Runtime;
using Xunit;

namespace OutlookMail.PowerShell.Tests.Runtime;

public class OutlookCmdletTests
{
    [Fact]
    public void The_body_runs_off_the_pipeline_thread_and_every_write_on_it()
    {
        int bodyThread = 0;
        var threads = new List<int>();
        EngineRun run = Run(
            async (output, _) =>
            {
                bodyThread = Environment.CurrentManagedThreadId;
                await output.VerboseAsync("verbose");
                await output.WarningAsync("warning");
                await output.InformationAsync("information", "tag");
                await output.ProgressAsync(new ProgressRecord(0, "activity", "status"));
                await output.ErrorAsync(Entry());
                await output.WriteAsync("object");
            },
            r => r.Downstream = _ => threads.Add(Environment.CurrentManagedThreadId));

        Assert.Equal([Environment.CurrentManagedThreadId], threads);
        Assert.NotEqual(Environment.CurrentManagedThreadId, bodyThread);
        Assert.Equal(["object"], run.Output);
        Assert.Equal(["verbose"], run.Verbose);
        Assert.Equal(["warning"], run.Warnings);
        Assert.Equal("information", Assert.Single(run.Information).MessageData);
        Assert.Single(run.Progress);
        Assert.Single(run.Errors);
        Assert.True(run.EndRan);
    }

    [Fact]
    public void An_awaited_write_ends_after_the_pipeline_took_the_object()
    {
        var order = new List<string>();
        Run(
            async (output, _) =>
            {
                foreach (int i in Enumerable.Range(0, 20))
                {
                    await output.WriteAsync(i);
                    order.Add($"after {i}");
                }
            },
            r => r.Downstream = i => order.Add($"write {i}"));

        Assert.Equal(Enumerable.Range(0, 20).SelectMany(i => new[] { $"write {i}", $"after {i}" }), order);
    }

    [Fact]
    public void What_was_handed_over_and_not_awaited_is_written_after_the_body_ended()
    {
        for (int round = 0; round < 50; round++)
        {
            EngineRun run = Run((output, token) =>
            {
                output.Warning("one");
                _ = output.ErrorAsync(Entry());
                output.Warning("two");
                return Task.CompletedTask;
            });

            Assert.Equal(["one", "two"], run.Warnings);
            Assert.Single(run.Errors);
        }
    }

    [Fact]
    public void The_authors_code_never_continues_on_the_pipeline_thread()
    {
        var threads = new HashSet<int>();
        Run(async (output, _) =>
        {
            for (int i = 0; i < 50; i++)
            {
                await output.WriteAsync(i).ConfigureAwait(false);
                threads.Add(Environment.CurrentManagedThreadId);
            }
        });

        Assert.DoesNotContain(Environment.CurrentManagedThreadId, threads);
    }

    [Fact]
    public void Everything_a_source_yields_is_written_in_order()
    {
        EngineRun run = Run((output, token) => output.WriteAllAsync(Numbers(1000, 7), token));

        Assert.Equal(Enumerable.Range(0, 1000).Cast<object?>(), run.Output);
    }

    [Fact]
    public void The_first_row_is_written_while_the_source_still_waits_for_the_second()
    {
        var shown = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        EngineRun run = Run(
            (output, token) => output.WriteAllAsync(OneThenWait(shown.Task), token),
            r => r.Downstream = _ => shown.TrySetResult());

        Assert.Equal(["first", "second"], run.Output);
    }

    [Fact]
    public void A_consumer_that_stands_still_stops_the_source_after_two_pages()
    {
        int asked = 0;
        int whenFirstArrived = 0;
        using var standing = new ManualResetEventSlim();
        bool first = true;
        EngineRun run = Run(
            (output, token) => output.WriteAllAsync(Counted(1000, n => Signal(ref asked, n, standing)), token),
            r => r.Downstream = _ =>
            {
                if (first)
                {
                    first = false;
                    standing.Wait();
                    whenFirstArrived = Volatile.Read(ref asked);
                }
            });

        // One page at the consumer, one of twice its size waiting, and the one object that was asked for when the waiting page was full.
        Assert.InRange(whenFirstArrived, 1, (3 * CmdletOutput.PageSize) + 1);
        Assert.Equal(1000, run.Output.Count);

        static void Signal(ref int asked, int n, ManualResetEventSlim standing)
        {
            Volatile.Write(ref asked, n);
            if (n > CmdletOutput.PageSize)
            {
                standing.Set();
            }
        }
    }

    [Theory]
    [InlineData(typeof(PipelineStoppedException))]
    [InlineData(typeof(InvalidOperationException))]
    [InlineData(typeof(IOException))]
    public void What_a_write_throws_comes_out_as_the_very_same_object_and_the_body_was_cancelled(Type type)
    {
        var refusal = (Exception)Activator.CreateInstance(type)!;
        bool cancelled = false;
        EngineRun run = Run(
            async (output, token) =>
            {
                try
                {
                    await output.WriteAllAsync(Endless(token), token);
                }
                finally
                {
                    cancelled = token.IsCancellationRequested;
                }
            },
            r => r.Downstream = o =>
            {
                if (r.Output.Count == 5)
                {
                    throw refusal;
                }
            });

        Assert.Same(refusal, run.Thrown);
        Assert.True(cancelled);
        Assert.Equal(5, run.Output.Count);
        Assert.Empty(run.Errors);
        Assert.False(run.EndRan);
    }

    [Fact]
    public void A_body_that_swallows_the_refusal_still_ends_and_the_refusal_still_surfaces()
    {
        var refusal = new PipelineStoppedException();
        EngineRun run = Run(
            async (output, _) =>
            {
                for (int i = 0; i < 3; i++)
                {
                    try
                    {
                        await output.WriteAsync(i);
                    }
                    catch (OperationCanceledException)
                    {
                    }
                }
            },
            r => r.Downstream = _ => throw refusal);

        Assert.Same(refusal, run.Thrown);
    }

    [Fact]
    public void Stop_ends_a_body_that_waits_and_leaves_no_error()
    {
        var waits = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var cmdlet = new SampleCmdlet
        {
            Body = async (_, token) =>
            {
                waits.SetResult();
                await Task.Delay(Timeout.Infinite, token);
            },
        };
        EngineRun run = CmdletRun.Prepare(cmdlet);
        _ = waits.Task.ContinueWith(_ => run.Stop(), TaskScheduler.Default);
        run.Invoke(CmdletRun.Named());

        Assert.Empty(run.Errors);
        Assert.Null(run.Terminating);
    }

    [Fact]
    public void A_body_that_ignores_its_cancellation_is_left_behind_after_the_limit()
    {
        using var stop = new CancellationTokenSource();
        var pump = new PipelinePump(stop, bodyEndLimit: TimeSpan.FromMilliseconds(1));
        var never = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        stop.Cancel();

        pump.Run(() => never.Task);

        Assert.True(pump.InvokeAsync(() => { }).IsCanceled);
        never.SetResult();
    }

    [Fact]
    public void Stop_after_dispose_does_nothing()
    {
        var cmdlet = new SampleCmdlet();
        EngineRun run = CmdletRun.Prepare(cmdlet).Invoke(CmdletRun.Named());
        cmdlet.Dispose();

        run.Stop();

        Assert.Null(run.Thrown);
    }

    [Fact]
    public void An_entry_of_the_catalogue_becomes_a_non_terminating_error_and_the_next_object_goes_on()
    {
        var cmdlet = new SampleCmdlet { Body = (_, _) => throw Entry() };
        EngineRun run = CmdletRun.Prepare(cmdlet).Invoke(CmdletRun.Named(), ["one", "two"]);

        Assert.Equal(["one", "two"], run.Errors.Select(e => e.TargetObject));
        ErrorRecord record = run.Errors[0];
        Assert.Equal("FolderNotFound,OutlookMail.PowerShell.Tests.Runtime.SampleCmdlet", record.FullyQualifiedErrorId);
        Assert.Equal(ErrorCategory.ObjectNotFound, record.CategoryInfo.Category);
        Assert.Equal("No such folder.", record.ErrorDetails?.Message);
        Assert.Equal("List them.", record.ErrorDetails?.RecommendedAction);
        Assert.True(run.EndRan);
    }

    [Fact]
    public void An_entry_that_ends_the_command_is_terminating()
    {
        OutlookMailException entry = Entry();
        entry.EndsCommand = true;
        EngineRun run = Run((_, _) => throw entry);

        Assert.Same(entry, run.Terminating?.Exception);
        Assert.Empty(run.Errors);
    }

    [Fact]
    public void An_operation_cancelled_by_somebody_else_is_an_error()
    {
        EngineRun run = Run((_, _) => throw new TaskCanceledException("a timeout of its own"));

        Assert.NotNull(run.Errors.FirstOrDefault() ?? run.Terminating);
    }

    [Fact]
    public void Every_category_of_the_catalogue_has_the_engines_name()
    {
        foreach (OutlookErrorCategory category in Enum.GetValues<OutlookErrorCategory>())
        {
            Assert.Equal(category.ToString(), ErrorRecords.Category(category).ToString());
        }
    }

    private static EngineRun Run(Func<CmdletOutput, CancellationToken, Task> body, Action<EngineRun>? prepare = null)
    {
        EngineRun run = CmdletRun.Prepare(new SampleCmdlet { Body = body });
        prepare?.Invoke(run);
        return run.Invoke(CmdletRun.Named());
    }

    private static OutlookMailException Entry() =>
        new("FolderNotFound", OutlookErrorCategory.ObjectNotFound, "No such folder.", "List them.");

    private static async IAsyncEnumerable<int> Numbers(int count, int pauseEvery)
    {
        for (int i = 0; i < count; i++)
        {
            if (i % pauseEvery == 0)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> Counted(int count, Action<int> asked)
    {
        for (int i = 0; i < count; i++)
        {
            asked(i + 1);
            if (i == 1)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }

    private static async IAsyncEnumerable<string> OneThenWait(Task shown)
    {
        yield return "first";
        await shown;
        yield return "second";
    }

    private static async IAsyncEnumerable<int> Endless([EnumeratorCancellation] CancellationToken token)
    {
        for (int i = 0; ; i++)
        {
            token.ThrowIfCancellationRequested();
            if (i % 3 == 0)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }
}
