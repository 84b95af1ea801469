// A twin of an environment on AWS: a fork of the embedded cloud with a fresh account of the same id, into which the deployed
// stacks are put again from their templates, parameters and outputs. Releases can be rehearsed on it as on any local environment.

import { PutParameterCommand, SSMClient } from "@aws-sdk/client-ssm";
import type { Clock } from "../../kernel/clock.ts";
import type { Random } from "../../kernel/random.ts";
import { hashOf } from "../build/zip.ts";
import { openBucket } from "../cloud/bucket.ts";
import type { Bucket } from "../cloud/bucket.ts";
import { createControlClient } from "../cloud/control-client.ts";
import type { ControlConnection } from "../cloud/control-client.ts";
import { openStacks } from "../cloud/stacks.ts";
import { clientConfig, FAST_POLLING } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { dispatch } from "../graph/dispatch.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { objectAt, textOf } from "../system/template.ts";
import type { Difference } from "./plan.ts";
import { openStackReader } from "./read-stacks.ts";
import type { StackDetail, StackReader } from "./read-stacks.ts";
import { textsIn } from "./value-search.ts";

const LEASE_SECONDS = 60;
// LIMIT: "CreateChangeSet", TemplateBody: 51,200 bytes; a larger template is read from S3.
const LARGEST_INLINE_TEMPLATE_BYTES = 51_200;
const ACCOUNT_NAME = "twin";

/** The twin, as a local environment of its own server. */
export interface Twin {
  readonly environment: Environment;
  readonly target: Target;
  readonly connection: ControlConnection;
  /** What could not be put again: its units are not rehearsed truly. */
  readonly differences: readonly Difference[];
  drop(): Promise<void>;
}

/** Makes a twin of the system's stacks in an environment on AWS. Nothing is written there. */
export async function openTwin(options: {
  readonly connection: ControlConnection;
  readonly system: System;
  readonly environment: Environment;
  readonly aws: Target;
  readonly clock: Clock;
  readonly random: Random;
}): Promise<Twin> {
  const { connection, system, environment, aws, clock, random } = options;
  const control = createControlClient(connection);
  const name = `twin-${random.hex(8)}`;
  const fork = await control.createFork({ name, isQuiet: true, leaseSeconds: LEASE_SECONDS });
  const renewal = setInterval(() => void control.renewFork(name).catch(() => undefined), (LEASE_SECONDS * 1000) / 3);
  renewal.unref();
  async function drop(): Promise<void> {
    clearInterval(renewal);
    await control.dropFork(name);
  }
  try {
    const inside = { ...connection, origin: fork.address };
    const account = await createControlClient(inside).ensureAccount(ACCOUNT_NAME, aws.account);
    const target: Target = {
      kind: "local",
      region: aws.region,
      account: account.account,
      endpoint: fork.address,
      keptOrigin: connection.origin,
      credentials: { accessKeyId: account.accessKeyId, secretAccessKey: account.secretAccessKey },
      polling: FAST_POLLING,
    };
    const { profile: _profile, role: _role, ...rest } = environment;
    const local: Environment = { ...rest, target: "local", account: ACCOUNT_NAME };
    const differences = await fill({ system, environment, aws, target, clock, random });
    return { environment: local, target, connection: inside, differences, drop };
  } catch (error) {
    await drop();
    throw error;
  }
}

async function fill(options: {
  readonly system: System;
  readonly environment: Environment;
  readonly aws: Target;
  readonly target: Target;
  readonly clock: Clock;
  readonly random: Random;
}): Promise<readonly Difference[]> {
  const { system, environment, aws, target, clock, random } = options;
  const reader = openStackReader(aws);
  const stacks = openStacks(target, clock, random);
  const [from, to] = [openBucket(aws), openBucket(target)];
  try {
    const wanted = new Map(system.units.map((unit) => [stackNameOf(system, environment.name, unit.name), unit.name]));
    const read = await Promise.all([...wanted.keys()].map((stack) => reader.read(stack)));
    const details = read.filter((each) => each !== undefined);
    await to.ensure();
    await Promise.all([copyArtifacts(details, from, to), putParameters(details, target)]);
    const { foreign, needs } = await findImports(details, reader);
    const differences: Difference[] = [];
    const put = async (stack: string, text: string, detail?: StackDetail): Promise<boolean> => {
      const outcome = await stacks
        .deploy(
          {
            name: stack,
            template: await templateOf(text, to),
            parameters: detail?.given ?? {},
            tags: detail?.tags ?? {},
          },
          undefined,
          () => undefined,
        )
        .catch((error: unknown) => {
          if (!(error instanceof Error) || !("$metadata" in error)) throw error;
          return { kind: "failed" as const, reason: error.message, failures: [] };
        });
      if (outcome.kind !== "failed") return true;
      const reason = outcome.failures.find((each) => !each.isStackItself)?.reason ?? outcome.reason;
      differences.push({
        unit: wanted.get(stack) ?? stack,
        rehearsed: `cannot be put again: ${reason}`,
        real: "is deployed",
      });
      return false;
    };
    if (foreign.length > 0) await put(`twin-exports-${random.hex(4)}`, exportsTemplate(foreign));
    await dispatch<boolean>({
      units: details.map((each) => each.name),
      dependenciesOf: (stack) => needs.get(stack) ?? [],
      run: async (stack) => {
        const detail = details.find((each) => each.name === stack);
        return detail === undefined ? false : put(stack, JSON.stringify(detail.original), detail);
      },
      // One that fails is told; those that need it will say so themselves.
      isSuccess: () => true,
      limit: 8,
      onOutcome: () => undefined,
    });
    return differences;
  } finally {
    reader.destroy();
    stacks.destroy();
    from.destroy();
    to.destroy();
  }
}

// Exports of stacks outside the system that its stacks import, and which stack of the system waits for which.
async function findImports(
  details: readonly StackDetail[],
  reader: StackReader,
): Promise<{
  readonly foreign: readonly { readonly name: string; readonly value: string }[];
  readonly needs: ReadonlyMap<string, readonly string[]>;
}> {
  const isImporting = details.some(({ template }) => JSON.stringify(template).includes('"Fn::ImportValue"'));
  if (!isImporting) return { foreign: [], needs: new Map() };
  const byId = new Map(details.map((each) => [each.stackId, each.name]));
  const names = new Set(byId.values());
  const needs = new Map<string, string[]>();
  const foreign: { name: string; value: string }[] = [];
  await Promise.all(
    (await reader.exports()).map(async ({ name, value, stackId }) => {
      const importers = (await reader.importers(name)).filter((each) => names.has(each));
      const owner = byId.get(stackId);
      if (owner === undefined && importers.length > 0) foreign.push({ name, value });
      if (owner !== undefined) for (const each of importers) needs.set(each, [...(needs.get(each) ?? []), owner]);
    }),
  );
  return { foreign, needs };
}

function exportsTemplate(exports: readonly { readonly name: string; readonly value: string }[]): string {
  return JSON.stringify({
    Resources: { Nothing: { Type: "AWS::CloudFormation::WaitConditionHandle" } },
    Outputs: Object.fromEntries(
      exports.map(({ name, value }, index) => [`Export${index}`, { Value: value, Export: { Name: name } }]),
    ),
  });
}

// Artifacts are named by their content; what looks like such a name is copied if it is one.
async function copyArtifacts(details: readonly StackDetail[], from: Bucket, to: Bucket): Promise<void> {
  const keys = new Set<string>();
  for (const { original } of details)
    for (const { text } of textsIn(original))
      for (const [key] of text.matchAll(/\b[0-9a-f]{64}\.[a-z.]+\b/g)) keys.add(key);
  await Promise.all(
    [...keys].map(async (key) => {
      const bytes = await from.readBytes(key);
      if (bytes !== undefined) await to.put(key, bytes);
    }),
  );
}

// Values behind parameters of SSM types, which are read anew at each deployment.
async function putParameters(details: readonly StackDetail[], target: Target): Promise<void> {
  const values = new Map<string, string>();
  for (const { original, given, parameters } of details)
    for (const [name, declaration] of Object.entries(objectAt(original, "Parameters"))) {
      const isOfSsm = textOf(objectAt(declaration)["Type"])?.startsWith("AWS::SSM::Parameter::Value") === true;
      if (isOfSsm && given[name] !== undefined) values.set(given[name], parameters[name] ?? "");
    }
  if (values.size === 0) return;
  const client = new SSMClient(clientConfig(target));
  try {
    await Promise.all(
      [...values].map(([Name, Value]) =>
        client.send(new PutParameterCommand({ Name, Value, Type: "String", Overwrite: true })),
      ),
    );
  } finally {
    client.destroy();
  }
}

async function templateOf(text: string, bucket: Bucket): Promise<{ body: string } | { url: string }> {
  if (Buffer.byteLength(text) <= LARGEST_INLINE_TEMPLATE_BYTES) return { body: text };
  const key = `${hashOf(text)}.template.json`;
  await bucket.put(key, text);
  return { url: bucket.urlOf(key) };
}
