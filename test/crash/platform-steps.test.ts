// Goal: whatever call of whatever stack of the learning platform fails, and whatever moment the process dies at, the stack ends whole and
// nothing else is left in the world. Method: the real platform is deployed; from the edge inwards, each of its stacks is updated (in place and by
// replacements), deleted and created again, once in a fork of the world undisturbed and then once for each call of a resource type:
// failing there, with every call of the way back made twice; and as if the process had died right before and right after it, by a fork that is taken at that
// moment and has nothing but what was written down. All rows of the store are counted against those of an undisturbed end.

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  DescribeStacksCommand,
  GetTemplateCommand,
  paginateDescribeStackEvents,
  type Stack,
  UpdateStackCommand,
} from "@aws-sdk/client-cloudformation";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createControlClient } from "../../src/delivery/cloud/control-client.ts";
import type { Clock } from "../../src/kernel/clock.ts";
import { AwsError } from "../../src/kernel/errors.ts";
import type { ResourceContext, ResourceType } from "../../src/service/resource-type.ts";
import { SERVICES } from "../../src/all-services.ts";
import { testYard, type TestYard } from "../../src/testing/harness.ts";
import type { Yard } from "../../src/yard.ts";
import { commandLine } from "../real/command-line.ts";
import { tellsOfThePast } from "../outliving-rows.ts";
import { copyPlatform } from "../real/learning-platform.ts";
import { report } from "../real/report.ts";

/** All steps take many minutes. Where nothing else is said, every so-manieth is tried, from another one on for each scenario. */
const STRIDE = process.env["RELEASE_STEPS"] === "all" ? 1 : 9;
/** All steps of all stacks at once are more than an hour: "2/4" tries the second quarter of the stacks. */
const [PART = 1, PARTS = 1] = (process.env["STACK_PART"] ?? "1/1").split("/").map(Number);
/** What callers are denied with, and what no step takes for another answer. */
const DENIAL = "This call is one that fails.";

/** What happens at a call of a resource type, whichever yard it is for; nothing, by default. */
let around: (call: Call, run: () => Promise<unknown>) => Promise<unknown> = (_, run) => run();

interface Call {
  readonly action: "create" | "update" | "delete";
  readonly typeName: string;
  readonly logicalId: string;
  readonly clock: Clock;
}

/** A type whose calls can be watched. */
function watched(type: ResourceType): ResourceType {
  const { typeName, update } = type;
  const call = (action: Call["action"], { logicalId, clock }: ResourceContext): Call => ({
    action,
    typeName,
    logicalId,
    clock,
  });
  return {
    ...type,
    create: (properties, context) =>
      around(call("create", context), () => type.create(properties, context)) as ReturnType<ResourceType["create"]>,
    ...(update !== undefined && {
      update: (id, properties, previous, context) =>
        around(call("update", context), () => update.call(type, id, properties, previous, context)) as ReturnType<
          typeof update
        >,
    }),
    delete: (id, properties, context) =>
      around(call("delete", context), () => type.delete(id, properties, context)) as Promise<void>,
  };
}

const cli = commandLine();
const directory = copyPlatform(cli);
const types = new Map<string, ResourceType>();
let yard: TestYard;

beforeAll(async () => {
  const services = await Promise.all(SERVICES.map(({ load }) => load()));
  for (const type of services.flatMap(({ resourceTypes = [] }) => resourceTypes))
    types.set(type.typeName, watched(type));
  yard = await testYard({ resourceTypes: [...types.values()] });
  mkdirSync(cli.stateDir, { recursive: true, mode: 0o700 });
  const { accessKeyId: controlAccessKeyId, secretAccessKey: controlSecretAccessKey } = yard.controlKey;
  const info = { pid: process.pid, origin: yard.origin, controlAccessKeyId, controlSecretAccessKey };
  writeFileSync(join(cli.stateDir, "server.json"), JSON.stringify(info));
  await cli.json(["deploy", directory, "--env", "shared"]);
  await cli.json(["deploy", directory]);
});

afterAll(async () => {
  await yard.stop();
  await cli.dispose();
});

/** A yard, and CloudFormation in the platform's account there. */
interface World {
  readonly yard: Yard;
  readonly client: CloudFormationClient;
  drop(): Promise<void>;
}

async function worldOf(there: Yard, drop: () => Promise<void>): Promise<World> {
  const control = createControlClient({ origin: there.address, credentials: yard.controlKey });
  const { accessKeyId, secretAccessKey, region } = await control.ensureAccount("learning-platform-dev");
  const client = new CloudFormationClient({
    endpoint: there.address,
    region,
    credentials: { accessKeyId, secretAccessKey },
    maxAttempts: 1,
    // A waiter's question is answered at the moment of the end.
    customUserAgent: [["m", "B"]],
  });
  return {
    yard: there,
    client,
    async drop() {
      client.destroy();
      await drop();
    },
  };
}

let forks = 0;

/** A copy of a world as it is at this moment, in memory; what was under way goes on there, as after a crash. */
async function forkOf(there: Yard): Promise<World> {
  forks += 1;
  const name = `trial-${forks}`;
  const control = createControlClient({ origin: there.address, credentials: yard.controlKey });
  await control.createFork({ name, leaseSeconds: 600 });
  return worldOf(yard.yardOf(name) ?? expect.fail(), () => control.dropFork(name));
}

/** The stack as it is when its operation has ended. */
async function endOf({ client }: World, stackId: string): Promise<Stack> {
  const { Stacks = [] } = await client.send(new DescribeStacksCommand({ StackName: stackId }));
  const [stack = expect.fail()] = Stacks;
  return stack.StackStatus?.endsWith("_IN_PROGRESS") === true ? endOf({ client } as World, stackId) : stack;
}

/** How many rows there are of each kind. */
async function census({ yard: there }: World): Promise<Readonly<Record<string, number>>> {
  await there.context.jobs.settled();
  const counts: Record<string, number> = {};
  there.context.store.read((tx) => {
    for (const { key } of tx.range({ prefix: [] })) {
      const [service = "", kind = ""] = key.filter(isName).map(String);
      if (!tellsOfThePast(service, kind)) counts[`${service} ${kind}`] = (counts[`${service} ${kind}`] ?? 0) + 1;
    }
  });
  return counts;
}

/** Whether a part of a key names a service or a kind: no account, no region, no id. */
function isName(part: unknown): boolean {
  return typeof part === "string" && /^[a-z][a-zA-Z0-9-]{1,30}$/.test(part) && !/^[a-z]{2}-[a-z]+-\d$/.test(part);
}

const ACTIONS = ["update", "delete", "create"] as const;
type Action = (typeof ACTIONS)[number];
/** How a stack ends that nothing disturbs, and one of which a step fails. */
const ENDS: Readonly<Record<Action, { readonly whole: string; readonly failed: string }>> = {
  update: { whole: "UPDATE_COMPLETE", failed: "UPDATE_ROLLBACK_COMPLETE" },
  delete: { whole: "DELETE_COMPLETE", failed: "DELETE_FAILED" },
  create: { whole: "CREATE_COMPLETE", failed: "ROLLBACK_COMPLETE" },
};

/** One stack of the platform: as it stands, and as an update wants it. */
interface Subject {
  readonly stackName: string;
  readonly stackId: string;
  readonly template: Template;
  readonly parameters: { ParameterKey: string; ParameterValue: string }[];
}

interface Template {
  readonly Resources: Readonly<
    Record<string, { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }>
  >;
}

async function subjectOf(
  { client }: World,
  { StackName: stackName = "", StackId: stackId = "", Parameters = [] }: Stack,
): Promise<Subject> {
  const { TemplateBody = "" } = await client.send(
    new GetTemplateCommand({ StackName: stackName, TemplateStage: "Processed" }),
  );
  return {
    stackName,
    stackId,
    template: JSON.parse(TemplateBody) as Template,
    parameters: Parameters.map(({ ParameterKey = "", ParameterValue = "" }) => ({ ParameterKey, ParameterValue })),
  };
}

/** Names that make a resource another one, by its type: whatever they are, these types are replaced. */
const NAMES: Readonly<Record<string, string>> = {
  "AWS::DynamoDB::Table": "TableName",
  "AWS::IAM::Role": "RoleName",
  "AWS::Lambda::Function": "FunctionName",
  "AWS::SNS::Topic": "TopicName",
  "AWS::SQS::Queue": "QueueName",
};

/** The next version: every second resource that can be named is replaced, and every function and alarm changed in place. */
function nextVersion({ stackName, template }: Subject): Template {
  let named = 0;
  return {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([logicalId, resource]) => {
        const name = NAMES[resource.Type];
        const isReplaced = name !== undefined && resource.Properties?.["FifoQueue"] !== true && named++ % 2 === 0;
        const changes = {
          ...(isReplaced && { [name]: `${stackName.slice(-20)}-${logicalId.slice(0, 30)}-2` }),
          ...(resource.Type === "AWS::Lambda::Function" && { Description: "The next version." }),
        };
        return [logicalId, { ...resource, Properties: { ...resource.Properties, ...changes } }];
      }),
    ),
  };
}

async function begin(action: Action, { client }: World, subject: Subject): Promise<string> {
  const { stackName: StackName, parameters: Parameters } = subject;
  const Capabilities = ["CAPABILITY_NAMED_IAM" as const];
  if (action === "delete") {
    await client.send(new DeleteStackCommand({ StackName }));
    return subject.stackId;
  }
  const template = action === "update" ? nextVersion(subject) : subject.template;
  const Tags = [{ Key: "version", Value: action === "update" ? "2" : "1" }];
  const wanted = { StackName, Parameters, Capabilities, Tags, TemplateBody: JSON.stringify(template) };
  const { StackId = expect.fail() } = await (action === "update"
    ? client.send(new UpdateStackCommand(wanted))
    : client.send(new CreateStackCommand(wanted)));
  return StackId;
}

/** The reasons of a stack's failures: what a failing test is read for. */
async function failuresOf({ client }: World, stackId: string): Promise<string> {
  const reasons: string[] = [];
  for await (const page of paginateDescribeStackEvents({ client }, { StackName: stackId }))
    for (const { LogicalResourceId, ResourceStatus, ResourceStatusReason } of page.StackEvents ?? [])
      if (ResourceStatus?.endsWith("_FAILED") === true)
        reasons.push(`${LogicalResourceId} ${ResourceStatus}: ${ResourceStatusReason}`);
  return reasons.join("\n");
}

/** Runs the action undisturbed: how many calls it makes, and what there is in the end. */
async function undisturbed(
  action: Action,
  subject: Subject,
): Promise<{ calls: number; end: Readonly<Record<string, number>> }> {
  const world = await forkOf(yard.yard);
  let calls = 0;
  around = (_, run) => {
    calls += 1;
    return run();
  };
  const stackId = await begin(action, world, subject);
  const { StackStatus } = await endOf(world, stackId);
  expect({ StackStatus, failures: await failuresOf(world, stackId) }).toEqual({
    StackStatus: ENDS[action].whole,
    failures: "",
  });
  const end = await census(world);
  await world.drop();
  return { calls, end };
}

/** Lets the process die before and after every chosen call: what a fork of that moment comes to is what an undisturbed run comes to. */
async function dieAt(
  action: Action,
  subject: Subject,
  chosen: ReadonlySet<number>,
  end: Readonly<Record<string, number>>,
): Promise<number> {
  const world = await forkOf(yard.yard);
  const { clock } = world.yard.context;
  let calls = 0;
  let trials = 0;
  // One trial at a time; branches of the stack that go on meanwhile only make it another moment.
  let turn: Promise<unknown> = Promise.resolve();
  const trial = (when: string): Promise<unknown> => {
    turn = turn.then(async () => {
      const after = await forkOf(world.yard);
      const stackId = action === "create" ? subject.stackName : subject.stackId;
      const { StackStatus } = await endOf(after, stackId);
      expect({ when, StackStatus, failures: await failuresOf(after, stackId), end: await census(after) }).toEqual({
        when,
        StackStatus: ENDS[action].whole,
        failures: "",
        end,
      });
      trials += 1;
      await after.drop();
    });
    return turn;
  };
  around = async (call, run) => {
    if (call.clock !== clock) return run();
    calls += 1;
    const isChosen = chosen.has(calls);
    const name = `call ${calls}: ${call.action} ${call.logicalId} (${call.typeName})`;
    if (isChosen) await trial(`before ${name}`);
    const result = await run();
    if (isChosen) await trial(`after ${name}`);
    return result;
  };
  const stackId = await begin(action, world, subject);
  const { StackStatus } = await endOf(world, stackId);
  // What was wrong in a trial came to the stack as a failing call: it is told first.
  await turn;
  expect(StackStatus).toBe(ENDS[action].whole);
  await world.drop();
  return trials;
}

/** Lets one call fail, and makes all that follow it twice: the stack is what it was before, or, half deleted, can be deleted then. */
async function failAt(
  action: Action,
  subject: Subject,
  chosen: number,
  before: Readonly<Record<string, number>>,
): Promise<boolean> {
  const world = await forkOf(yard.yard);
  let calls = 0;
  let failed: string | undefined;
  around = async ({ action: step, logicalId, typeName }, run) => {
    calls += 1;
    // AWS: what the cleanup of an update cannot delete stays, and is only told; so no failures of those.
    if (failed === undefined && calls >= chosen && (action === "delete" || step !== "delete")) {
      failed = `call ${calls}: ${step} ${logicalId} (${typeName})`;
      throw new AwsError({ code: "AccessDeniedException", status: 403, message: DENIAL });
    }
    if (failed !== undefined && step !== "create") await run();
    return run();
  };
  const stackId = await begin(action, world, subject);
  const { StackStatus } = await endOf(world, stackId);
  if (failed === undefined) {
    await world.drop();
    return false;
  }
  const failures = (await failuresOf(world, stackId))
    .split("\n")
    .filter((line) => !line.includes(DENIAL) && !line.includes("cancelled"));
  expect({ failed, StackStatus, failures }).toMatchObject({ failed, StackStatus: ENDS[action].failed });
  if (action === "delete") {
    await begin("delete", world, subject);
    expect((await endOf(world, stackId)).StackStatus).toBe("DELETE_COMPLETE");
  }
  expect({ failed, end: await census(world) }).toEqual({ failed, end: before });
  await world.drop();
  return true;
}

test("every step of every stack", { timeout: 3_600_000 }, async () => {
  const main = await worldOf(yard.yard, () => Promise.resolve());
  const { Stacks: newestFirst = [] } = await main.client.send(new DescribeStacksCommand({}));
  expect(newestFirst.length).toBe(9);
  const counts = { stacks: 0, steps: 0, crashes: 0, failures: 0 };
  let shift = 0;
  for (const [index, stack] of newestFirst.entries()) {
    const subject = await subjectOf(main, stack);
    if (index % PARTS !== PART - 1) {
      // What reads from those behind it has to go.
      await begin("delete", main, subject);
      expect((await endOf(main, subject.stackId)).StackStatus).toBe("DELETE_COMPLETE");
      continue;
    }
    const standing = await census(main);
    for (const action of ACTIONS) {
      if (action === "create") {
        around = (_, run) => run();
        expect((await endOf(main, await begin("delete", main, subject))).StackStatus).toBe("DELETE_COMPLETE");
      }
      const before = action === "create" ? await census(main) : standing;
      const { calls, end } = await undisturbed(action, subject);
      shift += 1;
      const chosen = Array.from({ length: calls }, (_, index) => index + 1).filter(
        (call) => (call + shift) % STRIDE === 0,
      );
      counts.steps += calls;
      counts.crashes += await dieAt(action, subject, new Set(chosen), end);
      for (const call of chosen)
        if (await failAt(action, subject, call, action === "delete" ? end : before)) counts.failures += 1;
      report(`${subject.stackName}: ${chosen.length} of the ${calls} calls of its ${action} were tried.`);
    }
    counts.stacks += 1;
  }
  // The canary: a world in which nothing failed and nobody died proves nothing.
  expect(Math.min(counts.crashes, counts.failures)).toBeGreaterThan(PARTS === 1 ? 10 : 0);
  report(`${counts.stacks} stacks: ${counts.crashes} deaths and ${counts.failures} failures at ${counts.steps} calls.`);
});
