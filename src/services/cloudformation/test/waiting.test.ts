// Goal: stacks wait for signals, alarms and time as they do on AWS, and stop waiting when they must. Method: the engine in a small world whose
// clock the test moves; signals come through the door and the operation that users reach.

import { describe, expect, test } from "vitest";
import { createStack } from "../operations/create-stack.ts";
import { cancelUpdateStack } from "../operations/cancel-update-stack.ts";
import { deleteStack } from "../operations/delete-stack.ts";
import { rollbackStack } from "../operations/rollback-stack.ts";
import { signalResource } from "../operations/signal-resource.ts";
import { updateStack } from "../operations/update-stack.ts";
import { findStack, listEvents, listRetired, loadResource, loadResources } from "../repo.ts";
import type { DoorRequest } from "../../../service/service.ts";
import { waitConditionSignals } from "../waiting/handle.ts";
import { alarmArn, World } from "./world.ts";

const TYPE = "AWS::SSM::Parameter";
const parameter = (value: unknown, attributes: object = {}) => ({
  Type: TYPE,
  ...attributes,
  Properties: { Type: "String", Value: value },
});
const HANDLE = { Type: "AWS::CloudFormation::WaitConditionHandle" };
const waitFor = (count: number, timeout: string) => ({
  Type: "AWS::CloudFormation::WaitCondition",
  Properties: { Handle: { Ref: "Handle" }, Count: count, Timeout: timeout },
});

/** An operation that runs beside the test. */
interface Running {
  /** Lets it go on until it waits for something, or is done. */
  settle(): Promise<void>;
}

function run(world: World): Running {
  let done = false;
  void world.work().then(() => (done = true));
  const isDone = (): boolean => done;
  return {
    async settle() {
      // Nothing here leaves the process: what does not go on within so many turns waits.
      for (let turn = 0; turn < 60; turn++) {
        if (isDone()) return;
        await new Promise(setImmediate);
      }
    },
  };
}

async function create(world: World, resources: object, options: object = {}): Promise<Running> {
  const input = { StackName: "stack", TemplateBody: JSON.stringify({ Resources: resources }), ...options };
  await createStack(world.typesOf).run(input, world.context);
  const running = run(world);
  await running.settle();
  return running;
}

async function update(world: World, resources: object, options: object = {}): Promise<Running> {
  const input = { StackName: "stack", TemplateBody: JSON.stringify({ Resources: resources }), ...options };
  await updateStack(world.typesOf).run(input, world.context);
  const running = run(world);
  await running.settle();
  return running;
}

function stackIn({ context }: World) {
  const stack = context.store.read((tx) => findStack(tx, context, "stack"));
  if (stack === undefined) throw new Error("There is no stack.");
  return stack;
}

/** Events from the oldest on, as "LOGICALID STATUS: REASON". */
function eventsIn(world: World): string[] {
  const { context } = world;
  return context.store
    .read((tx) => listEvents(tx, context, stackIn(world).stackId, { limit: 1000 }))
    .map(
      ({ event }) =>
        `${event.logicalId} ${event.status}${event.statusReason === undefined ? "" : `: ${event.statusReason}`}`,
    )
    .toReversed();
}

function resourceIn(world: World, logicalId: string) {
  const { context } = world;
  return context.store.read((tx) => loadResource(tx, context, stackIn(world).stackId, logicalId));
}

/** Puts a signal at the handle's URL; the answer's status. */
async function put(world: World, signal: unknown, url?: string): Promise<number> {
  const { pathname } = new URL(url ?? String(resourceIn(world, "Handle")?.current.physicalId));
  const body = new TextEncoder().encode(typeof signal === "string" ? signal : JSON.stringify(signal));
  const request = { method: "PUT", path: pathname, body } as unknown as DoorRequest;
  return (await waitConditionSignals.answer(request, world.context, undefined as never)).status;
}

function signal(world: World, uniqueId: string, status: "SUCCESS" | "FAILURE" = "SUCCESS"): void {
  const input = { StackName: "stack", LogicalResourceId: "Wait", UniqueId: uniqueId, Status: status };
  void signalResource.run(input, world.context);
}

describe("a wait condition with a handle", () => {
  test("is complete when enough different signals have come, and has their data", async () => {
    const world = new World([TYPE]);
    const running = await create(world, {
      Handle: HANDLE,
      Wait: waitFor(2, "600"),
      After: parameter({ "Fn::GetAtt": ["Wait", "Data"] }),
    });
    expect(await put(world, { Status: "SUCCESS", UniqueId: "one", Data: "first", Reason: "done" })).toBe(200);
    // AWS: a signal with a known id is a retransmission.
    expect(await put(world, { Status: "SUCCESS", UniqueId: "one", Data: "again", Reason: "done" })).toBe(200);
    await running.settle();
    expect(resourceIn(world, "Wait")?.status).toBe("CREATE_IN_PROGRESS");
    expect(await put(world, { Status: "SUCCESS", UniqueId: "two", Data: "second" })).toBe(200);
    await running.settle();
    expect(stackIn(world).status).toBe("CREATE_COMPLETE");
    expect(resourceIn(world, "Wait")?.current.physicalId).toBe(`${stackIn(world).stackId}/Wait`);
    expect(JSON.parse(String(resourceIn(world, "After")?.current.properties["Value"]))).toEqual({
      one: "first",
      two: "second",
    });
  });

  test("fails at a signal of failure", async () => {
    const world = new World([TYPE]);
    const running = await create(world, { Handle: HANDLE, Wait: waitFor(1, "600") });
    await put(world, { Status: "FAILURE", UniqueId: "one", Reason: "no disk" });
    await running.settle();
    expect(stackIn(world).status).toBe("ROLLBACK_COMPLETE");
    // AWS: as observed.
    expect(eventsIn(world)).toContain(
      "Wait CREATE_FAILED: WaitCondition received failed message: 'no disk' for uniqueId: one",
    );
  });

  test("fails when its time is over", async () => {
    const world = new World([TYPE]);
    const running = await create(world, { Handle: HANDLE, Wait: waitFor(3, "600") });
    await put(world, { Status: "SUCCESS", UniqueId: "one" });
    await world.clock.advance(599_000);
    await running.settle();
    expect(resourceIn(world, "Wait")?.status).toBe("CREATE_IN_PROGRESS");
    await world.clock.advance(1000);
    await running.settle();
    // AWS: as observed.
    expect(eventsIn(world)).toContain(
      "Wait CREATE_FAILED: WaitCondition timed out. Received 1 conditions when expecting 3",
    );
  });

  test("says what is wrong with a signal, and knows no other URL", async () => {
    const world = new World([TYPE]);
    await create(world, { Handle: HANDLE, Wait: waitFor(1, "600") });
    const url = String(resourceIn(world, "Handle")?.current.physicalId);
    expect(await put(world, "no JSON")).toBe(400);
    expect(await put(world, { Status: "FINE", UniqueId: "one" })).toBe(400);
    expect(await put(world, { Status: "SUCCESS" })).toBe(400);
    expect(await put(world, { Status: "SUCCESS", UniqueId: "one" }, `${url.slice(0, -1)}-`)).toBe(403);
    expect(await put(world, { Status: "SUCCESS", UniqueId: "one" }, url.replace(/.{32}$/, "A".repeat(32)))).toBe(403);
    expect(await put(world, { Status: "SUCCESS", UniqueId: "one" }, url.replace("us-east-1", "nowhere"))).toBe(403);
  });

  test("is given up when another resource fails, and when the stack is deleted", async () => {
    const failing = new World([TYPE]);
    failing.fail = ({ logicalId, action }) => {
      if (logicalId === "Other" && action === "create") throw new Error("No.");
    };
    await create(failing, { Handle: HANDLE, Wait: waitFor(1, "600"), Other: parameter("x", { DependsOn: "Handle" }) });
    expect(stackIn(failing).status).toBe("ROLLBACK_COMPLETE");
    expect(eventsIn(failing)).toContain("Wait CREATE_FAILED: Resource creation cancelled");

    const deleted = new World([TYPE]);
    const running = await create(deleted, { Handle: HANDLE, Wait: waitFor(1, "600") });
    const { stackId } = stackIn(deleted);
    await deleteStack.run({ StackName: "stack" }, deleted.context);
    await running.settle();
    const { context } = deleted;
    expect(context.store.read((tx) => findStack(tx, context, stackId)?.status)).toBe("DELETE_COMPLETE");
  });

  test("takes no updates", async () => {
    const world = new World([TYPE]);
    const running = await create(world, { Handle: HANDLE, Wait: waitFor(1, "600") });
    await put(world, { Status: "SUCCESS", UniqueId: "one" });
    await running.settle();
    await update(world, { Handle: HANDLE, Wait: waitFor(1, "300") });
    expect(stackIn(world).status).toBe("UPDATE_ROLLBACK_COMPLETE");
    // AWS: "AWS::CloudFormation::WaitCondition": updates are not supported. The wording is inferred.
    expect(eventsIn(world)).toContain(
      "Wait UPDATE_FAILED: Update to resource type AWS::CloudFormation::WaitCondition is not supported.",
    );
  });

  test("goes on after a crash at any step, with the signals that had come", async () => {
    const resources = { Handle: HANDLE, Wait: waitFor(2, "600"), After: parameter({ Ref: "Wait" }) };
    const drive = async (crashAt: number | undefined): Promise<World> => {
      const world = new World([TYPE]);
      await createStack(world.typesOf).run(
        { StackName: "stack", TemplateBody: JSON.stringify({ Resources: resources }) },
        world.context,
      );
      world.crashAt = crashAt;
      for (const uniqueId of ["one", "two", "three"]) {
        let running = run(world);
        await running.settle();
        try {
          if (resourceIn(world, "Handle")?.status === "CREATE_COMPLETE")
            await put(world, { Status: "SUCCESS", UniqueId: uniqueId });
        } catch {
          // The process died while the signal was written: the sender tries again, as anybody would.
        }
        if (world.isDead) world.revive();
        running = run(world);
        await running.settle();
      }
      return world;
    };
    const { steps } = await drive(undefined);
    for (let crashAt = 5; crashAt <= steps; crashAt++) {
      const world = await drive(crashAt);
      expect({ crashAt, status: stackIn(world).status }).toEqual({ crashAt, status: "CREATE_COMPLETE" });
    }
  });
});

describe("a creation policy", () => {
  const wait = (signals: object) => ({
    Type: "AWS::CloudFormation::WaitCondition",
    CreationPolicy: { ResourceSignal: signals },
  });

  test("waits for SignalResource", async () => {
    const world = new World([TYPE]);
    const running = await create(world, { Wait: wait({ Count: 2, Timeout: "PT10M" }) });
    signal(world, "one");
    // AWS: this sentence as observed.
    expect(() => signal(world, "one")).toThrow(
      "Signal with ID one for resource Wait already exists. Signals may only be updated with a FAILURE status.",
    );
    await running.settle();
    signal(world, "two");
    await running.settle();
    expect(eventsIn(world).filter((line) => line.startsWith("Wait"))).toEqual([
      "Wait CREATE_IN_PROGRESS",
      "Wait CREATE_IN_PROGRESS: Resource creation Initiated",
      "Wait CREATE_IN_PROGRESS: Received SUCCESS signal with UniqueId one",
      "Wait CREATE_IN_PROGRESS: Received SUCCESS signal with UniqueId two",
      "Wait CREATE_COMPLETE",
    ]);
    expect(() => signal(world, "three")).toThrow(/is in CREATE_COMPLETE state and cannot be signaled/);
  });

  test("fails at a failure and when its time is over", async () => {
    const failing = new World([TYPE]);
    const running = await create(failing, { Wait: wait({}) });
    signal(failing, "one", "FAILURE");
    await running.settle();
    expect(eventsIn(failing)).toContain("Wait CREATE_FAILED: Received FAILURE signal with UniqueId one");

    const late = new World([TYPE]);
    const waiting = await create(late, { Wait: wait({ Count: 2 }) });
    signal(late, "one");
    // AWS: "CreationPolicy attribute": five minutes by default.
    await late.clock.advance(300_000);
    await waiting.settle();
    expect(eventsIn(late)).toContain(
      "Wait CREATE_FAILED: Failed to receive 1 resource signal(s) within the specified duration",
    );
  });

  test("is refused where it would have no effect, and so is a wait condition with both or neither", async () => {
    const world = new World([TYPE]);
    const attempt = (resource: object) => create(world, { Handle: HANDLE, Wait: resource });
    await expect(attempt({ ...parameter("x"), CreationPolicy: { ResourceSignal: {} } })).rejects.toThrow(
      "The resource attribute 'CreationPolicy' of resource Wait is not supported by this cloud yet.",
    );
    await expect(attempt({ ...waitFor(1, "60"), CreationPolicy: { ResourceSignal: {} } })).rejects.toThrow(
      "Property Handle cannot be specified",
    );
    await expect(attempt({ Type: "AWS::CloudFormation::WaitCondition" })).rejects.toThrow(
      "Property Handle cannot be empty.",
    );
  });
});

describe("TimeoutInMinutes", () => {
  test("fails a creation that is not complete in time, and rolls it back", async () => {
    const world = new World([TYPE]);
    const running = await create(world, { Handle: HANDLE, Wait: waitFor(1, "6000") }, { TimeoutInMinutes: 5 });
    await world.clock.advance(299_000);
    await running.settle();
    expect(stackIn(world).status).toBe("CREATE_IN_PROGRESS");
    await world.clock.advance(1000);
    await running.settle();
    expect(stackIn(world)).toMatchObject({ status: "ROLLBACK_COMPLETE", timeoutMinutes: 5 });
    // AWS: as observed.
    expect(eventsIn(world)).toContain(
      "stack ROLLBACK_IN_PROGRESS: Stack creation time exceeded the specified timeout. Rollback requested by user.",
    );
  });

  test("leaves all as it is where failures are kept", async () => {
    const world = new World([TYPE]);
    const options = { TimeoutInMinutes: 5, OnFailure: "DO_NOTHING" };
    const running = await create(world, { Handle: HANDLE, Wait: waitFor(1, "6000") }, options);
    await world.clock.advance(300_000);
    await running.settle();
    expect(stackIn(world).status).toBe("CREATE_FAILED");
  });
});

describe("rollback triggers", () => {
  const trigger = (name: string, minutes = 0) => ({
    RollbackConfiguration: {
      RollbackTriggers: [{ Arn: alarmArn(name), Type: "AWS::CloudWatch::Alarm" }],
      MonitoringTimeInMinutes: minutes,
    },
  });

  test("stop an operation before it begins where the alarm is missing or in alarm", async () => {
    const missing = new World([TYPE]);
    await create(missing, { A: parameter("x") }, trigger("errors"));
    // AWS: "If a specified trigger is missing, the entire stack operation fails and is rolled back"; the wording is inferred.
    expect(eventsIn(missing)).toContain(
      `stack ROLLBACK_IN_PROGRESS: Rollback trigger ${alarmArn("errors")} does not exist. Rollback requested by user.`,
    );
    const breached = new World([TYPE]);
    breached.alarms.set("errors", "ALARM");
    await create(breached, { A: parameter("x") }, trigger("errors"));
    expect(stackIn(breached).status).toBe("ROLLBACK_COMPLETE");
    expect(breached.calls).toEqual([]);
  });

  test("are watched after all resources stand, and bring a creation and an update back", async () => {
    const world = new World([TYPE]);
    world.alarms.set("errors", "OK");
    const creation = await create(world, { A: parameter("one") }, trigger("errors", 10));
    expect(stackIn(world).status).toBe("CREATE_IN_PROGRESS");
    expect(resourceIn(world, "A")?.status).toBe("CREATE_COMPLETE");
    await world.clock.advance(600_000);
    await creation.settle();
    expect(stackIn(world).status).toBe("CREATE_COMPLETE");

    // AWS: triggers are kept for the updates that follow.
    const change = await update(world, { A: parameter("two"), B: parameter("new") });
    await world.clock.advance(300_000);
    await change.settle();
    expect(stackIn(world).status).toBe("UPDATE_IN_PROGRESS");
    world.alarms.set("errors", "ALARM");
    await world.clock.advance(5000);
    await change.settle();
    expect(stackIn(world).status).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(world.contents()).toEqual([`${TYPE} {"Type":"String","Value":"one"}`]);
    expect(eventsIn(world)).toContain(
      `stack UPDATE_ROLLBACK_IN_PROGRESS: Rollback trigger ${alarmArn("errors")} is in ALARM state`,
    );
  });

  test("an update can be cancelled while it is watched; an empty list takes the triggers away", async () => {
    const world = new World([TYPE]);
    world.alarms.set("errors", "OK");
    await create(world, { A: parameter("one") });
    const watched = await update(world, { A: parameter("two") }, trigger("errors", 30));
    void cancelUpdateStack.run({ StackName: "stack" }, world.context);
    await watched.settle();
    expect(stackIn(world).status).toBe("UPDATE_ROLLBACK_COMPLETE");
    await update(world, { A: parameter("three") }, trigger("gone", 0));
    expect(stackIn(world).status).toBe("UPDATE_ROLLBACK_COMPLETE");
    await update(world, { A: parameter("four") }, { RollbackConfiguration: { RollbackTriggers: [] } });
    expect(stackIn(world).status).toBe("UPDATE_COMPLETE");
  });

  test("go on being watched after a crash, no longer than before it", async () => {
    const world = new World([TYPE]);
    world.alarms.set("errors", "OK");
    await create(world, { A: parameter("one") }, trigger("errors", 10));
    await world.clock.advance(540_000);
    // The process dies: what waited is gone with it, and a new run finds the journal.
    const again = run(world);
    await again.settle();
    await world.clock.advance(60_000);
    await again.settle();
    expect(stackIn(world).status).toBe("CREATE_COMPLETE");
  });
});

describe("RollbackStack", () => {
  const failAt = (world: World, logicalId: string) => {
    world.fail = (call) => {
      if (call.logicalId === logicalId && call.action !== "delete") throw new Error("No.");
    };
  };
  const rollBack = async (world: World): Promise<void> => {
    await rollbackStack.run({ StackName: "stack" }, world.context);
    await world.work();
  };

  test("brings back what stood before several failures that were kept", async () => {
    const world = new World([TYPE]);
    const named = (name: string, value: string) => ({
      Type: TYPE,
      Properties: { Type: "String", Name: name, Value: value },
    });
    await create(world, { A: parameter("one"), R: named("first", "r"), Keep: parameter("keep") });
    const before = world.contents();
    failAt(world, "Bad");
    const kept = { DisableRollback: true };
    const bad = parameter("bad", { DependsOn: ["A", "R", "New"] });
    await update(
      world,
      { A: parameter("two"), R: named("second", "r"), New: parameter("new"), Keep: parameter("keep"), Bad: bad },
      kept,
    );
    expect(stackIn(world).status).toBe("UPDATE_FAILED");
    await update(
      world,
      { A: parameter("three"), R: named("third", "r"), New: parameter("newer"), Keep: parameter("keep"), Bad: bad },
      kept,
    );
    expect(stackIn(world).status).toBe("UPDATE_FAILED");
    world.fail = () => undefined;
    await rollBack(world);
    expect(stackIn(world).status).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(world.contents()).toEqual(before);
    const { context } = world;
    const { stackId } = stackIn(world);
    const left = context.store.read((tx) => [
      ...listRetired(tx, context, stackId),
      ...[...loadResources(tx, context, stackId).values()].filter(
        ({ stable, before: found }) => stable !== undefined || found !== undefined,
      ),
    ]);
    expect(left).toEqual([]);
  });

  test("forgets the way back when an update succeeds after a failure", async () => {
    const world = new World([TYPE]);
    await create(world, { A: parameter("one") });
    failAt(world, "Bad");
    await update(world, { A: parameter("two"), Bad: parameter("bad", { DependsOn: "A" }) }, { DisableRollback: true });
    world.fail = () => undefined;
    await update(world, { A: parameter("three") });
    expect(stackIn(world).status).toBe("UPDATE_COMPLETE");
    expect(resourceIn(world, "A")?.stable).toBeUndefined();
    expect(world.contents()).toEqual([`${TYPE} {"Type":"String","Value":"three"}`]);
    await expect(rollBack(world)).rejects.toThrow(/is in UPDATE_COMPLETE state and can not be rolled back/);
  });

  test("deletes a stack that never stood", async () => {
    // AWS: RollbackStack: "will delete a stack if it doesn't contain a last known stable state".
    const world = new World([TYPE]);
    failAt(world, "Bad");
    await create(
      world,
      { A: parameter("one"), Bad: parameter("bad", { DependsOn: "A" }) },
      { OnFailure: "DO_NOTHING" },
    );
    expect(stackIn(world).status).toBe("CREATE_FAILED");
    const { stackId } = stackIn(world);
    await rollBack(world);
    const { context } = world;
    expect(context.store.read((tx) => findStack(tx, context, stackId)?.status)).toBe("DELETE_COMPLETE");
    expect(world.contents()).toEqual([]);
  });
});
