using System.Globalization;

namespace Haneul.Model;

/// <summary>
/// The states of an instance. A stop takes the lent public address back, a start lends a new one; private and elastic addresses stay.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html
/// </summary>
public static class InstanceStates
{
    public static Instance Start(Draft draft, Instance instance)
    {
        if (instance.State is InstanceState.Pending or InstanceState.Running) return instance;
        if (instance.State != InstanceState.Stopped) throw NotInState(instance, "started");
        var started = draft.Put(instance with
        {
            State = InstanceState.Pending,
            LaunchTime = draft.Now,
            StateReasonCode = "pending",
            StateReason = "pending",
            TransitionTime = null,
        });
        if (instance.GetsPublicIp && instance.InterfaceIds.Length == 1) Interfaces.LendPublicIp(draft, draft.Get(instance.InterfaceIds[0]));
        return started;
    }

    public static Instance Stop(Draft draft, Instance instance)
    {
        if (instance.State is InstanceState.Stopping or InstanceState.Stopped) return instance;
        if (instance.State is not (InstanceState.Running or InstanceState.Pending)) throw NotInState(instance, "stopped");
        if (instance.DisableApiStop)
        {
            throw new Fault("OperationNotPermitted", $"The instance '{instance.Id}' may not be stopped. Modify its 'disableApiStop' instance attribute and try again.");
        }
        TakeBackAddresses(draft, instance);
        return draft.Put(instance with
        {
            State = InstanceState.Stopping,
            StateReasonCode = "Client.UserInitiatedShutdown",
            StateReason = "Client.UserInitiatedShutdown: User initiated shutdown",
            TransitionTime = draft.Now,
        });
    }

    public static Instance Terminate(Draft draft, Instance instance)
    {
        if (instance.State is InstanceState.ShuttingDown or InstanceState.Terminated) return instance;
        if (instance.DisableApiTermination)
        {
            throw new Fault("OperationNotPermitted", $"The instance '{instance.Id}' may not be terminated. Modify its 'disableApiTermination' instance attribute and try again.");
        }
        TakeBackAddresses(draft, instance);
        return draft.Put(instance with
        {
            State = InstanceState.ShuttingDown,
            StateReasonCode = "Client.UserInitiatedShutdown",
            StateReason = "Client.UserInitiatedShutdown: User initiated shutdown",
            TransitionTime = draft.Now,
        });
    }

    /// <summary>The host is gone: interfaces and volumes go with it or are let go, as they were told.</summary>
    public static void End(Draft draft, Instance instance)
    {
        foreach (var nic in draft.All<NetworkInterface>().Marked(instance.Id.Value).ToList())
        {
            if (nic.Attachment is { DeleteOnTermination: true }) Interfaces.Delete(draft, nic.Id);
            else Interfaces.Detach(draft, nic);
        }
        foreach (var device in instance.BlockDevices)
        {
            if (device.DeleteOnTermination) draft.Remove(device.VolumeId);
            else if (draft.TryFind(device.VolumeId, out var volume)) draft.Put(volume with { State = "available", InstanceId = null });
        }
        draft.Put(draft.Get(instance.Id) with
        {
            State = InstanceState.Terminated,
            EndTime = draft.Now,
            VpcId = null,
            SubnetId = null,
            InterfaceIds = [],
            BlockDevices = [],
            InstanceProfileArn = null,
            InstanceProfileAssociationId = null,
        });
    }

    /// <summary>AWS's sentence: <c>User initiated (2026-01-31 12:00:00 GMT)</c>; empty where nobody did.</summary>
    public static string TransitionReason(Instance instance) => instance.TransitionTime is { } time
        ? $"User initiated ({time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture)} GMT)"
        : "";

    /// <summary>A change that an instance takes only while it is stopped.</summary>
    public static void RequireStopped(Instance instance, string what)
    {
        if (instance.State != InstanceState.Stopped) throw new Fault("IncorrectInstanceState", $"The instance '{instance.Id}' is not in the 'stopped' state: its {what} cannot be changed");
    }

    /// <summary>Faults for an instance that is being or was terminated.</summary>
    public static void RequireAlive(Instance instance)
    {
        if (instance.State is InstanceState.ShuttingDown or InstanceState.Terminated) throw new Fault("IncorrectInstanceState", $"The instance '{instance.Id}' is terminated");
    }

    public static Fault NotInState(Instance instance, string wanted) =>
        new("IncorrectInstanceState", $"The instance '{instance.Id}' is not in a state from which it can be {wanted}.");

    private static void TakeBackAddresses(Draft draft, Instance instance)
    {
        foreach (var nic in draft.All<NetworkInterface>().Marked(instance.Id.Value).ToList()) Interfaces.TakeBackPublicIp(draft, nic);
    }
}
