// One template's way through the cloud, as its user goes it: packaged, validated, created, updated, asked for drift, deleted, and counted what is left.

import {
  CloudFormationClient,
  CreateStackCommand,
  DeleteStackCommand,
  UpdateStackCommand,
  ValidateTemplateCommand,
} from "@aws-sdk/client-cloudformation";
import { DescribeVpcsCommand, EC2Client } from "@aws-sdk/client-ec2";
import { CreateBucketCommand, PutObjectCommand, S3Client } from "@aws-sdk/client-s3";
import { createBuilder } from "../../src/delivery/build/build.ts";
import type { ArtifactPlace } from "../../src/delivery/release/unit-version.ts";
import { fillTemplate } from "../../src/delivery/release/unit-version.ts";
import type { TemplateObject } from "../../src/delivery/system/template.ts";
import type { TestAccount, TestYard } from "../../src/testing/harness.ts";
import { deployedBefore, makeBeforehand } from "./beforehand.ts";
import { differenceOf } from "./compare.ts";
import type { CorpusTemplate } from "./corpus.ts";
import { layOut } from "./lay-out.ts";
import { leftBehind, rowsOf } from "./leftovers.ts";
import { valuesFor } from "./parameters.ts";
import { change, driftOf, faultsOf, missingOf, retainedBy, stackIdOf } from "./stack.ts";
import type { Surroundings } from "./surroundings.ts";
import { surroundingsOf } from "./surroundings.ts";

/** The steps, in their order. */
export const STEPS = ["transform", "validate", "create", "update", "drift", "delete", "leftovers"] as const;

export type Step = (typeof STEPS)[number];

/** What became of a template: of each step that it came to, the reasons why it failed, or none. */
export interface Outcome {
  readonly name: string;
  readonly steps: ReadonlyMap<Step, readonly string[]>;
}

/** Where templates are tried: `root` is an empty folder. */
export interface Trial {
  readonly corpus: readonly CorpusTemplate[];
  readonly yard: TestYard;
  readonly root: string;
}

const StackName = "corpus";
const Capabilities = ["CAPABILITY_NAMED_IAM" as const, "CAPABILITY_AUTO_EXPAND" as const];

/** Sends a template all its way in an account of its own. */
export async function tryTemplate(one: CorpusTemplate, trial: Trial): Promise<Outcome> {
  const account = trial.yard.account();
  const mask = maskFor(account);
  const steps = new Map<Step, readonly string[]>();
  const note = (step: Step, reasons: readonly string[]): boolean => {
    steps.set(step, [...new Set(reasons.map(mask))].sort());
    return reasons.length === 0;
  };
  try {
    await goThrough(one, account, trial, note);
  } catch (error) {
    // What stops the runner stops a user at the same step.
    const next = STEPS.find((step) => !steps.has(step)) ?? "leftovers";
    note(next, [error instanceof Error ? `${error.name}: ${error.message}` : String(error)]);
  }
  return { name: one.name, steps };
}

async function goThrough(
  one: CorpusTemplate,
  account: TestAccount,
  trial: Trial,
  note: (step: Step, reasons: readonly string[]) => boolean,
): Promise<void> {
  const { corpus, yard } = trial;
  const client = account.client(CloudFormationClient);
  const surroundings = surroundingsOf(yard, account);
  const bucket = await openBucket(account);
  const packaged = await packageFor(one, bucket, trial);
  const difference = differenceOf(one, packaged.places);
  note("transform", difference === undefined ? [] : [difference]);
  const { TemplateURL, body } = packaged;
  if (!note("validate", await faultsOf(client.send(new ValidateTemplateCommand({ TemplateURL }))))) return;

  await makeBeforehand(one, surroundings);
  for (const [index, before] of deployedBefore(one, corpus).entries()) {
    const { TemplateURL: url } = await packageFor(before, bucket, trial);
    const stack = { StackName: `before-${index}`, TemplateURL: url, Capabilities };
    // Whether it comes about is a matter of its own line.
    await change(client, stack.StackName, () => client.send(new CreateStackCommand(stack)));
  }
  const stack = { StackName, Capabilities, Parameters: await parametersOf(body, surroundings) };
  // AWS: an account has its default network from the beginning; here it is made when somebody first asks.
  await account.client(EC2Client).send(new DescribeVpcsCommand({}));
  const rows = rowsOf(yard, account);

  const create = new CreateStackCommand({ ...stack, TemplateURL });
  const isCreated = note("create", await change(client, StackName, () => client.send(create)));
  if (isCreated) {
    const changed = await bucket.put("changed.json", JSON.stringify({ ...body, Description: "Changed." }));
    const Tags = [{ Key: "corpus", Value: "changed" }];
    const update = new UpdateStackCommand({ ...stack, TemplateURL: changed, Tags });
    const failed = await change(client, StackName, () => client.send(update));
    note("update", failed.length > 0 ? failed : await missingOf(client, StackName, { Description: "Changed.", Tags }));
    note("drift", await driftOf(client, StackName));
  }
  const stackId = await stackIdOf(client, StackName);
  if (stackId === undefined) return;
  const remains = await change(client, stackId, () => client.send(new DeleteStackCommand({ StackName })));
  if (isCreated) note("delete", remains);
  await yard.yard.context.jobs.settled();
  const left = leftBehind(rows, rowsOf(yard, account), await retainedBy(client, stackId));
  note("leftovers", [...(isCreated ? [] : remains), ...left]);
}

/** The bucket in which nested templates look for their artifacts. */
async function openBucket(account: TestAccount) {
  const s3 = account.client(S3Client);
  const name = `stackyard-artifacts-${account.account}-${account.region}`;
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  const put = async (Key: string, Body: string | Uint8Array): Promise<string> => {
    await s3.send(new PutObjectCommand({ Bucket: name, Key, Body }));
    return `${account.config.endpoint}/${name}/${Key}`;
  };
  return { name, put };
}

/** Builds what the template names, as a delivery does, and uploads it all. */
async function packageFor(
  one: CorpusTemplate,
  bucket: Awaited<ReturnType<typeof openBucket>>,
  { corpus, root }: Trial,
): Promise<{ places: readonly ArtifactPlace[]; TemplateURL: string; body: Record<string, unknown> }> {
  const laidOut = layOut(one, corpus, root);
  const builder = createBuilder(root);
  const built = await builder.build(laidOut);
  await builder.dispose();
  for (const { artifact } of built) await bucket.put(artifact.key, artifact.bytes);
  const places = built.map(({ use, artifact }): ArtifactPlace => ({ ...use, key: artifact.key }));
  const text = fillTemplate(JSON.stringify(laidOut.template.body), places, bucket.name);
  const TemplateURL = await bucket.put(`${one.name}.json`, text);
  return { places, TemplateURL, body: JSON.parse(text) as Record<string, unknown> };
}

async function parametersOf(body: Record<string, unknown>, surroundings: Surroundings) {
  const values = await valuesFor(body as TemplateObject, surroundings);
  return Object.entries(values).map(([ParameterKey, ParameterValue]) => ({ ParameterKey, ParameterValue }));
}

/** Takes away what differs from run to run. */
function maskFor(account: TestAccount): (text: string) => string {
  return (text) =>
    text
      .replaceAll(account.account, "123456789012")
      .replaceAll(account.config.endpoint, "")
      .replaceAll(/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "ID")
      .replaceAll(/Resource handler returned message: "(.*?)" \(RequestToken: .*?\)/gs, "$1")
      .replaceAll(/\bcorpus-(\w+)-[0-9A-Z]{12}\b/g, "corpus-$1-SUFFIX")
      .replaceAll(/:[0-9]{10}\b/g, ":TIME")
      .replaceAll(/\s+/g, " ")
      .trim();
}
