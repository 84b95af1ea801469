// Goal: whatever step fails and whatever moment the process dies at, a stack ends whole: all of the new state, or all of the old, and
// nothing else is left in the world. Method: run each scenario once to count its steps (journal writes and calls), then once more for every
// step, failing or crashing there, starting again on the same store, and compare what exists with what should.

import type { StackStatus } from "@aws-sdk/client-cloudformation";
import { describe, expect, test } from "vitest";
import { AwsError } from "../../../kernel/errors.ts";
import { createStack } from "../operations/create-stack.ts";
import { deleteStack } from "../operations/delete-stack.ts";
import { rollbackStack } from "../operations/rollback-stack.ts";
import { updateStack } from "../operations/update-stack.ts";
import { listRetired, loadOperation, loadResources } from "../repo.ts";
import { requireStackNamed } from "../stacks.ts";
import { World } from "./world.ts";

const TYPE = "AWS::SSM::Parameter";
const parameter = (properties: Record<string, unknown>, attributes: Record<string, unknown> = {}) => ({
  Type: TYPE,
  ...attributes,
  Properties: { Type: "String", ...properties },
});

// Root needs nothing; Left and Right need Root; Leaf needs both. Gone is only in the first version, New only in the second.
const BEFORE = {
  Resources: {
    Root: parameter({ Value: "root" }),
    Left: parameter({ Value: { Ref: "Root" } }),
    Right: parameter({ Value: { "Fn::GetAtt": ["Root", "Value"] } }),
    Leaf: parameter({ Value: { "Fn::Sub": "${Left} ${Right}" } }),
    Gone: parameter({ Value: "gone" }, { DependsOn: "Root" }),
  },
};
// Left is changed in place, Right is replaced (its Name is createOnly), and Leaf follows because Right has a new id.
const AFTER = {
  Resources: {
    Root: parameter({ Value: "root" }),
    Left: parameter({ Value: { Ref: "Root" }, Description: "changed" }),
    Right: parameter({ Name: "right", Value: { "Fn::GetAtt": ["Root", "Value"] } }),
    Leaf: parameter({ Value: { "Fn::Sub": "${Left} ${Right}" } }),
    New: parameter({ Value: { Ref: "Leaf" } }),
  },
};

type Scenario = "create" | "update" | "delete" | "undo";
const begin: Record<Scenario, (world: World) => Promise<unknown>> = {
  create: async (world) =>
    createStack(world.typesOf).run({ StackName: "stack", TemplateBody: JSON.stringify(BEFORE) }, world.context),
  update: async (world) =>
    updateStack(world.typesOf).run({ StackName: "stack", TemplateBody: JSON.stringify(AFTER) }, world.context),
  delete: async (world) => deleteStack.run({ StackName: "stack" }, world.context),
  undo: async (world) => rollbackStack.run({ StackName: "stack" }, world.context),
};

/** An update that fails at its last resource and leaves all that it did. */
async function failAndKeep(world: World): Promise<void> {
  world.fail = ({ logicalId, action }) => {
    if (logicalId === "New" && action === "create")
      throw new AwsError({ code: "AccessDeniedException", message: "No." });
  };
  const TemplateBody = JSON.stringify(AFTER);
  await updateStack(world.typesOf).run({ StackName: "stack", TemplateBody, DisableRollback: true }, world.context);
  expect(await world.work()).toBe(true);
  world.fail = () => undefined;
}

/** A world in which the scenario's operation has been asked for, and nothing of it has been done. */
async function prepare(scenario: Scenario): Promise<World> {
  const world = new World([TYPE]);
  if (scenario !== "create") {
    await begin.create(world);
    expect(await world.work()).toBe(true);
  }
  if (scenario === "undo") await failAndKeep(world);
  await begin[scenario](world);
  return world;
}

interface End {
  readonly status: StackStatus;
  readonly contents: readonly string[];
}

/** Where the world stands now; holds it against the stack's own records. */
function endOf(world: World, stackId: string): End {
  const { context } = world;
  return context.store.read((tx) => {
    const stack = requireStackNamed(tx, context, stackId);
    const resources = [...loadResources(tx, context, stackId).values()];
    const standing = resources.filter((record) => !record.status.startsWith("DELETE"));
    // INVARIANT: what exists is what the stack says, nothing waits to be cleaned up, and no way back is kept.
    expect(standing.map((record) => String(record.current.physicalId)).sort()).toEqual([...world.things.keys()].sort());
    expect(listRetired(tx, context, stackId)).toEqual([]);
    expect(resources.filter(({ before, stable }) => before !== undefined || stable !== undefined)).toEqual([]);
    expect(loadOperation(tx, context, stackId)?.phase).toBe("done");
    return { status: stack.status, contents: withoutTokens(world.contents()) };
  });
}

/** Generated names end in a token that differs from run to run. */
function withoutTokens(contents: readonly string[]): string[] {
  return contents.map((line) => line.replaceAll(/(stack-[A-Za-z]+)-[A-Z0-9]{12}/g, "$1")).sort();
}

function stackIdOf(world: World): string {
  const { context } = world;
  return context.store.read((tx) => requireStackNamed(tx, context, "stack").stackId);
}

const scenarios: readonly Scenario[] = ["create", "update", "delete", "undo"];

describe.each(scenarios)("%s", (scenario) => {
  async function reference(): Promise<{ end: End; steps: number; start: number }> {
    const world = await prepare(scenario);
    const stackId = stackIdOf(world);
    const start = world.steps;
    expect(await world.work()).toBe(true);
    return { end: endOf(world, stackId), steps: world.steps, start };
  }

  test("goes on after a crash at any step", async () => {
    const { end, steps, start } = await reference();
    expect(end.status).toBe(
      {
        create: "CREATE_COMPLETE",
        update: "UPDATE_COMPLETE",
        delete: "DELETE_COMPLETE",
        undo: "UPDATE_ROLLBACK_COMPLETE",
      }[scenario],
    );
    expect(steps - start).toBeGreaterThan(10);
    for (let crashAt = start + 1; crashAt <= steps; crashAt++) {
      const world = await prepare(scenario);
      const stackId = stackIdOf(world);
      world.crashAt = crashAt;
      expect(await world.work()).toBe(false);
      world.revive();
      expect(await world.work()).toBe(true);
      expect({ crashAt, ...endOf(world, stackId) }).toEqual({ crashAt, ...end });
    }
  });
});

describe.each(["create", "update"] as const)("%s", (scenario) => {
  const failing = { create: Object.keys(BEFORE.Resources), update: ["Left", "Right", "Leaf", "New"] }[scenario];
  const outcome = { create: "ROLLBACK_COMPLETE", update: "UPDATE_ROLLBACK_COMPLETE" }[scenario];
  const failOnce = (world: World, logicalId: string): void => {
    let hasFailed = false;
    world.fail = (call) => {
      if (hasFailed || call.logicalId !== logicalId || call.action === "delete") return;
      hasFailed = true;
      throw new AwsError({ code: "AccessDeniedException", message: "Not allowed.", status: 403 });
    };
  };
  /** The world before the operation: empty, or as the first version made it. */
  async function untouched(): Promise<readonly string[]> {
    const world = new World([TYPE]);
    if (scenario === "create") return [];
    await begin.create(world);
    await world.work();
    return withoutTokens(world.contents());
  }

  test.each(failing)("rolls back when %s fails", async (logicalId) => {
    const world = await prepare(scenario);
    const stackId = stackIdOf(world);
    failOnce(world, logicalId);
    expect(await world.work()).toBe(true);
    expect(endOf(world, stackId)).toEqual({ status: outcome, contents: await untouched() });
  });

  test.each(failing)("rolls back when %s fails and the process dies at any step", async (logicalId) => {
    const contents = await untouched();
    const first = await prepare(scenario);
    const start = first.steps;
    failOnce(first, logicalId);
    await first.work();
    for (let crashAt = start + 1; crashAt <= first.steps; crashAt++) {
      const world = await prepare(scenario);
      const stackId = stackIdOf(world);
      failOnce(world, logicalId);
      world.crashAt = crashAt;
      expect(await world.work()).toBe(false);
      world.revive();
      expect(await world.work()).toBe(true);
      const end = endOf(world, stackId);
      // RACE: if the process died before the failure was journaled, the step is tried again and succeeds: then all is new.
      if (end.status === outcome) expect({ crashAt, contents: end.contents }).toEqual({ crashAt, contents });
      else expect(end.status).toBe(scenario === "create" ? "CREATE_COMPLETE" : "UPDATE_COMPLETE");
    }
  });
});

test("what a kept failure is taken back to is what stood before it", async () => {
  const before = new World([TYPE]);
  await begin.create(before);
  await before.work();
  const world = await prepare("undo");
  const stackId = stackIdOf(world);
  await world.work();
  expect(endOf(world, stackId).contents).toEqual(withoutTokens(before.contents()));
});

test("the sweep bites: a resource type that is not repeatable leaves something behind", async () => {
  // The canary: creations that ignore their token are made twice after a crash, and the invariant says so.
  const { steps, start } = await (async () => {
    const world = await prepare("create");
    const start = world.steps;
    await world.work();
    return { steps: world.steps, start };
  })();
  let bites = 0;
  for (let crashAt = start + 1; crashAt <= steps; crashAt++) {
    const world = await prepare("create");
    const stackId = stackIdOf(world);
    world.isForgetful = true;
    world.crashAt = crashAt;
    await world.work();
    world.revive();
    await world.work();
    try {
      endOf(world, stackId);
    } catch {
      bites += 1;
    }
  }
  expect(bites).toBeGreaterThan(0);
});
