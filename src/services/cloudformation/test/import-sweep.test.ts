// Goal: an import that the process dies in ends whole: all taken over, or nothing, and in both cases what was there before is still there as it
// was. Method: as in sweep.test.ts, for a stack with one resource of its own that takes over two.

import { expect, test } from "vitest";
import { AwsError } from "../../../kernel/errors.ts";
import { createChangeSet } from "../operations/create-change-set.ts";
import { createStack } from "../operations/create-stack.ts";
import { executeChangeSet } from "../operations/execute-change-set.ts";
import { loadOperation, loadResources } from "../repo.ts";
import { requireStackNamed } from "../stacks.ts";
import { World } from "./world.ts";

const TYPE = "AWS::SSM::Parameter";
const OWN = { Type: TYPE, Properties: { Type: "String", Value: "own" } };
const taken = (name: string, attributes: object = {}) => ({
  Type: TYPE,
  DeletionPolicy: "Delete",
  ...attributes,
  Properties: { Type: "String", Name: name, Value: "told" },
});
const RESOURCES = { Own: OWN, First: taken("first"), Second: taken("second", { DependsOn: "First" }) };

/** A world in which the import has been asked for, and nothing of it has been done. */
async function prepare(): Promise<World> {
  const world = new World([TYPE]);
  await createStack(world.typesOf).run(
    { StackName: "stack", TemplateBody: JSON.stringify({ Resources: { Own: OWN } }) },
    world.context,
  );
  expect(await world.work()).toBe(true);
  for (const name of ["first", "second"]) {
    world.things.set(name, { token: "", typeName: TYPE, properties: { Type: "String", Name: name, Value: "found" } });
  }
  const identify = (logicalId: string, name: string) => ({
    LogicalResourceId: logicalId,
    ResourceType: TYPE,
    ResourceIdentifier: { Name: name },
  });
  await createChangeSet(world.typesOf).run(
    {
      StackName: "stack",
      ChangeSetName: "import",
      ChangeSetType: "IMPORT",
      TemplateBody: JSON.stringify({ Resources: RESOURCES }),
      ResourcesToImport: [identify("First", "first"), identify("Second", "second")],
    },
    world.context,
  );
  await executeChangeSet.run({ StackName: "stack", ChangeSetName: "import" }, world.context);
  return world;
}

/** Where the world stands: the stack's status, what it has, and what exists. */
function endOf(world: World) {
  const { context } = world;
  return context.store.read((tx) => {
    const stack = requireStackNamed(tx, context, "stack");
    const resources = [...loadResources(tx, context, stack.stackId).values()];
    expect(loadOperation(tx, context, stack.stackId)?.phase).toBe("done");
    expect(resources.filter((record) => record.before !== undefined)).toEqual([]);
    return {
      status: stack.status,
      has: resources.map((record) => `${record.logicalId} ${record.status}`),
      // An import configures nothing: the value is the one that was found.
      contents: world.contents(),
    };
  });
}

const CONTENTS = [
  `${TYPE} {"Type":"String","Name":"first","Value":"found"}`,
  `${TYPE} {"Type":"String","Name":"second","Value":"found"}`,
  `${TYPE} {"Type":"String","Value":"own"}`,
];
const IMPORTED = {
  status: "IMPORT_COMPLETE",
  has: ["First UPDATE_COMPLETE", "Own CREATE_COMPLETE", "Second UPDATE_COMPLETE"],
  contents: CONTENTS,
};
const ROLLED_BACK = { status: "IMPORT_ROLLBACK_COMPLETE", has: ["Own CREATE_COMPLETE"], contents: CONTENTS };

test("goes on after a crash at any step", async () => {
  const first = await prepare();
  const start = first.steps;
  expect(await first.work()).toBe(true);
  expect(endOf(first)).toEqual(IMPORTED);
  expect(first.steps - start).toBeGreaterThan(6);
  for (let crashAt = start + 1; crashAt <= first.steps; crashAt++) {
    const world = await prepare();
    world.crashAt = crashAt;
    expect(await world.work()).toBe(false);
    world.revive();
    expect(await world.work()).toBe(true);
    expect({ crashAt, ...endOf(world) }).toEqual({ crashAt, ...IMPORTED });
  }
});

test.each(["First", "Second"])("rolls back when %s fails, also if the process dies at any step", async (logicalId) => {
  const failOnce = (world: World): void => {
    let hasFailed = false;
    world.fail = (call) => {
      if (hasFailed || call.logicalId !== logicalId) return;
      hasFailed = true;
      throw new AwsError({ code: "AccessDeniedException", message: "Not allowed.", status: 403 });
    };
  };
  const first = await prepare();
  const start = first.steps;
  failOnce(first);
  expect(await first.work()).toBe(true);
  expect(endOf(first)).toEqual(ROLLED_BACK);
  for (let crashAt = start + 1; crashAt <= first.steps; crashAt++) {
    const world = await prepare();
    failOnce(world);
    world.crashAt = crashAt;
    expect(await world.work()).toBe(false);
    world.revive();
    expect(await world.work()).toBe(true);
    const end = endOf(world);
    // RACE: if the process died before the failure was journaled, the step is tried again and succeeds.
    expect({ crashAt, ...end }).toEqual({ crashAt, ...(end.status === "IMPORT_COMPLETE" ? IMPORTED : ROLLED_BACK) });
  }
});
