// The rarer turns of a stack's life: rollbacks that fail and go on, operations that are called off, deletions that do not succeed. Method: the
// engine on a small world whose calls fail when the test says so.

import { describe, expect, test } from "vitest";
import { AwsError } from "../../../kernel/errors.ts";
import { cancelUpdateStack } from "../operations/cancel-update-stack.ts";
import { continueUpdateRollback } from "../operations/continue-update-rollback.ts";
import { createStack } from "../operations/create-stack.ts";
import { deleteStack } from "../operations/delete-stack.ts";
import { updateStack } from "../operations/update-stack.ts";
import { listEvents } from "../repo.ts";
import { requireStackNamed } from "../stacks.ts";
import { World } from "./world.ts";
import type { Call } from "./world.ts";

const TYPE = "AWS::SSM::Parameter";
const parameter = (properties: Record<string, unknown>, attributes: Record<string, unknown> = {}) => ({
  Type: TYPE,
  ...attributes,
  Properties: { Type: "String", ...properties },
});
const body = (resources: object): { StackName: string; TemplateBody: string } => ({
  StackName: "stack",
  TemplateBody: JSON.stringify({ Resources: resources }),
});

/** Calls that fail: as "update Left"; each fails as often as it is listed. */
function failing(world: World, ...calls: string[]): void {
  world.fail = ({ action, logicalId }: Call) => {
    const index = calls.indexOf(`${action} ${logicalId}`);
    if (index === -1) return;
    calls.splice(index, 1);
    throw new AwsError({ code: "InternalFailure", message: "Not today.", status: 500 });
  };
}

function statusOf(world: World, nameOrId = "stack"): string {
  const { context } = world;
  return context.store.read((tx) => {
    const { status, statusReason } = requireStackNamed(tx, context, nameOrId);
    return statusReason === undefined ? status : `${status}: ${statusReason}`;
  });
}

function eventsOf(world: World, stackId: string): string[] {
  const { context } = world;
  return context.store
    .read((tx) => listEvents(tx, context, stackId, { limit: 1000 }))
    .map(({ event }) => `${event.logicalId} ${event.status}`)
    .toReversed();
}

async function created(resources: object): Promise<{ world: World; stackId: string }> {
  const world = new World([TYPE]);
  const { StackId } = await createStack(world.typesOf).run(body(resources), world.context);
  expect(await world.work()).toBe(true);
  return { world, stackId: String(StackId) };
}

describe("a rollback that fails", () => {
  const BEFORE = { Left: parameter({ Name: "left", Value: "1" }), Right: parameter({ Name: "right", Value: "1" }) };
  const AFTER = {
    Left: parameter({ Name: "left", Value: "2" }),
    Right: parameter({ Name: "right", Value: "2" }),
    New: parameter({ Name: "new", Value: "1" }, { DependsOn: ["Left", "Right"] }),
  };

  async function stuck(): Promise<World> {
    const { world } = await created(BEFORE);
    await updateStack(world.typesOf).run(body(AFTER), world.context);
    // New fails, and then Left cannot be brought back.
    const calls: string[] = [];
    world.fail = ({ action, logicalId }) => {
      calls.push(`${action} ${logicalId}`);
      const isSecond = calls.filter((call) => call === "update Left").length === 2;
      if (logicalId === "New" || (logicalId === "Left" && isSecond)) {
        throw new AwsError({ code: "InternalFailure", message: "Not today.", status: 500 });
      }
    };
    await world.work();
    world.fail = () => undefined;
    expect(statusOf(world)).toBe("UPDATE_ROLLBACK_FAILED: The following resource(s) failed to update: [Left]. ");
    return world;
  }

  test("goes on when the cause is gone", async () => {
    const world = await stuck();
    await continueUpdateRollback.run({ StackName: "stack" }, world.context);
    await world.work();
    expect(statusOf(world)).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(world.things.get("left")?.properties["Value"]).toBe("1");
    expect(world.things.get("right")?.properties["Value"]).toBe("1");
    expect(world.things.has("new")).toBe(false);
  });

  test("leaves out what the caller skips", async () => {
    const world = await stuck();
    await expect(
      continueUpdateRollback.run({ StackName: "stack", ResourcesToSkip: ["Right"] }, world.context),
    ).rejects.toThrow("[Right] resource(s) must be in UPDATE_FAILED state to be skipped.");
    await continueUpdateRollback.run({ StackName: "stack", ResourcesToSkip: ["Left"] }, world.context);
    await world.work();
    expect(statusOf(world)).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(world.things.get("left")?.properties["Value"]).toBe("2");
  });

  test("leaves out all that failed where it is forced", async () => {
    const world = await stuck();
    await expect(
      continueUpdateRollback.run({ StackName: "stack", ResourcesToSkip: ["Left"], ForceRollback: true }, world.context),
    ).rejects.toThrow("You can specify either ForceRollback or ResourcesToSkip, but not both.");
    await continueUpdateRollback.run({ StackName: "stack", ForceRollback: true }, world.context);
    await world.work();
    expect(statusOf(world)).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(world.things.get("left")?.properties["Value"]).toBe("2");
    expect(world.things.get("right")?.properties["Value"]).toBe("1");
  });

  test("cannot be updated until it went on", async () => {
    const world = await stuck();
    await expect(updateStack(world.typesOf).run(body(AFTER), world.context)).rejects.toThrow(
      /is in UPDATE_ROLLBACK_FAILED state and can not be updated\.$/,
    );
  });
});

describe("an operation that is called off", () => {
  test("a creation turns into the deletion", async () => {
    const world = new World([TYPE]);
    const { StackId } = await createStack(world.typesOf).run(
      body({ A: parameter({ Value: "1" }), B: parameter({ Value: { Ref: "A" } }) }),
      world.context,
    );
    // The deletion comes while the first resource is being made.
    world.fail = ({ action, logicalId }) => {
      if (action === "create" && logicalId === "A") void deleteStack.run({ StackName: "stack" }, world.context);
    };
    await world.work();
    expect(world.things.size).toBe(0);
    expect(statusOf(world, String(StackId))).toBe("DELETE_COMPLETE");
    expect(eventsOf(world, String(StackId))).not.toContain("B CREATE_IN_PROGRESS");
  });

  test("an update rolls back", async () => {
    const { world, stackId } = await created({ A: parameter({ Name: "a", Value: "1" }) });
    await updateStack(world.typesOf).run(
      body({ A: parameter({ Name: "a", Value: "2" }), B: parameter({ Name: "b", Value: { Ref: "A" } }) }),
      world.context,
    );
    let isCancelled = false;
    world.fail = ({ action }) => {
      if (isCancelled || action !== "update") return;
      isCancelled = true;
      void cancelUpdateStack.run({ StackName: "stack" }, world.context);
    };
    await world.work();
    expect(statusOf(world)).toBe("UPDATE_ROLLBACK_COMPLETE");
    expect(world.things.get("a")?.properties["Value"]).toBe("1");
    expect(eventsOf(world, stackId)).not.toContain("B CREATE_IN_PROGRESS");
    expect(() => cancelUpdateStack.run({ StackName: "stack" }, world.context)).toThrow(
      "CancelUpdateStack cannot be called from current stack status",
    );
  });
});

describe("a deletion that fails", () => {
  test("can be repeated, and can leave out what does not go", async () => {
    const { world, stackId } = await created({
      A: parameter({ Name: "a", Value: "1" }),
      B: parameter({ Name: "b", Value: { Ref: "A" } }),
    });
    failing(world, "delete A", "delete A");
    await expect(deleteStack.run({ StackName: "stack", RetainResources: ["A"] }, world.context)).rejects.toThrow(
      /To delete a stack with retained resources the stack must be in DELETE_FAILED state$/,
    );
    await deleteStack.run({ StackName: "stack" }, world.context);
    await world.work();
    expect(statusOf(world)).toBe("DELETE_FAILED: The following resource(s) failed to delete: [A]. ");
    expect([...world.things.keys()]).toEqual(["a"]);
    await deleteStack.run({ StackName: "stack", RetainResources: ["A"] }, world.context);
    await world.work();
    expect(statusOf(world, stackId)).toBe("DELETE_COMPLETE");
    expect([...world.things.keys()]).toEqual(["a"]);
  });

  test("is forced where the caller wants that", async () => {
    const { world, stackId } = await created({ A: parameter({ Name: "a", Value: "1" }) });
    failing(world, "delete A");
    await deleteStack.run({ StackName: "stack", DeletionMode: "FORCE_DELETE_STACK" }, world.context);
    await world.work();
    expect(statusOf(world, stackId)).toBe("DELETE_COMPLETE");
  });
});

describe("a cleanup", () => {
  test("tries three times, and then leaves the old resource alone", async () => {
    const { world } = await created({ A: parameter({ Name: "old", Value: "1" }) });
    failing(world, "delete A", "delete A", "delete A");
    await updateStack(world.typesOf).run(body({ A: parameter({ Name: "new", Value: "1" }) }), world.context);
    await world.work();
    expect(statusOf(world)).toBe("UPDATE_COMPLETE: Update successful. One or more resources could not be deleted.");
    expect([...world.things.keys()]).toEqual(["old", "new"]);
  });

  test("keeps a replaced resource whose policy says so", async () => {
    const { world, stackId } = await created({
      A: parameter({ Name: "old", Value: "1" }, { UpdateReplacePolicy: "Retain" }),
    });
    await updateStack(world.typesOf).run(
      body({ A: parameter({ Name: "new", Value: "1" }, { UpdateReplacePolicy: "Retain" }) }),
      world.context,
    );
    await world.work();
    expect(statusOf(world)).toBe("UPDATE_COMPLETE");
    expect(eventsOf(world, stackId)).toContain("A DELETE_SKIPPED");
    expect([...world.things.keys()]).toEqual(["old", "new"]);
  });
});

test("a change of a policy alone is an update without a call", async () => {
  const { world } = await created({ A: parameter({ Name: "a", Value: "1" }) });
  const before = world.calls.length;
  await updateStack(world.typesOf).run(
    body({ A: parameter({ Name: "a", Value: "1" }, { DeletionPolicy: "Retain" }) }),
    world.context,
  );
  await world.work();
  expect(world.calls.length).toBe(before);
  await deleteStack.run({ StackName: "stack" }, world.context);
  await world.work();
  expect([...world.things.keys()]).toEqual(["a"]);
});
