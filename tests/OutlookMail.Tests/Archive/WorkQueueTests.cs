using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using OutlookMail.Client;
using Xunit;

namespace OutlookMail.Tests.Archive;

public sealed class WorkQueueTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task What_failed_first_is_told_though_a_lane_that_it_cancelled_fails_in_another_way(int failing)
    {
        var queue = new WorkQueue<int>();
        queue.Add(0);
        queue.Add(1);
        var isWaiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        var error = await Assert.ThrowsAsync<InvalidDataException>(() => queue.RunAsync(2, async (job, cancellationToken) =>
        {
            if (job == failing)
            {
                await isWaiting.Task;
                throw new InvalidDataException("the disk is full");
            }

            var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            using var registration = cancellationToken.Register(cancelled.SetResult);
            isWaiting.SetResult();
            await cancelled.Task;
            throw new IOException("the connection ended");
        }, Ct));

        Assert.Equal("the disk is full", error.Message);
    }

    [Fact]
    public async Task A_run_that_its_caller_cancels_is_cancelled_whatever_its_lanes_say()
    {
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var queue = new WorkQueue<int>();
        queue.Add(0);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => queue.RunAsync(2, (_, _) =>
        {
            caller.Cancel();
            throw new IOException("the connection ended");
        }, caller.Token));
    }

    [Fact]
    public async Task Jobs_that_jobs_add_are_done_too()
    {
        var queue = new WorkQueue<int>();
        queue.Add(5);
        var done = 0;

        await queue.RunAsync(3, (job, _) =>
        {
            Interlocked.Increment(ref done);
            for (var i = 0; i < job; i++)
            {
                queue.Add(job - 1, ahead: i % 2 == 0);
            }

            return Task.CompletedTask;
        }, Ct);

        Assert.Equal(326, done);
    }
}
