// Moves resources between stacks by CloudFormation's stack refactoring: nothing is created, replaced or deleted. What has been
// moved already is left alone, so an interrupted move is simply run again.

import {
  CloudFormationClient,
  CreateStackRefactorCommand,
  DescribeStackRefactorCommand,
  ExecuteStackRefactorCommand,
} from "@aws-sdk/client-cloudformation";
import type { StackDefinition } from "@aws-sdk/client-cloudformation";
import type { Clock } from "../../kernel/clock.ts";
import { OperatorError } from "../../kernel/errors.ts";
import { hashOf } from "../build/zip.ts";
import { openBucket } from "../cloud/bucket.ts";
import { clientConfig } from "../cloud/target.ts";
import type { Target } from "../cloud/target.ts";
import { stackNameOf } from "../system/system.ts";
import type { Environment, System } from "../system/system.ts";
import { refactorTemplates } from "./moves.ts";
import type { Move, Phase } from "./plan.ts";
import { openStackReader } from "./read-stacks.ts";
import type { StackDetail } from "./read-stacks.ts";

// LIMIT: "CreateStackRefactor", TemplateBody: 51,200 bytes; a larger template is read from S3.
const LARGEST_INLINE_TEMPLATE_BYTES = 51_200;

/** Executes a phase of moves. Throws ERR_MOVE_REFUSED with CloudFormation's reason. */
export async function executeMove(
  phase: Extract<Phase, { kind: "move" }>,
  where: { readonly system: System; readonly environment: Environment; readonly target: Target; readonly clock: Clock },
): Promise<void> {
  const { system, environment, target, clock } = where;
  const stackOf = (unit: string): string => stackNameOf(system, environment.name, unit);
  const deployed = await readAll(phase.moves, stackOf, target);
  const moves = phase.moves.filter((move) => !isThere(move, deployed));
  if (moves.length === 0) return;

  const client = new CloudFormationClient(clientConfig(target));
  try {
    const templates = refactorTemplates(moves, phase.exports, deployed);
    const definitions = await Promise.all(
      [...templates].map(([unit, body]) => definitionOf(stackOf(unit), JSON.stringify(body), target)),
    );
    const { StackRefactorId: id } = await client.send(
      new CreateStackRefactorCommand({
        Description: phase.title,
        EnableStackCreation: true,
        StackDefinitions: definitions,
        ResourceMappings: moves.map(({ from, to }) => ({
          Source: { StackName: stackOf(from.unit), LogicalResourceId: from.logicalId },
          Destination: { StackName: stackOf(to.unit), LogicalResourceId: to.logicalId },
        })),
      }),
    );
    const made = await waitFor(client, id, "Status", target, clock);
    if (made.status !== "CREATE_COMPLETE") throw refused(made.reason);
    await client.send(new ExecuteStackRefactorCommand({ StackRefactorId: id }));
    const done = await waitFor(client, id, "ExecutionStatus", target, clock);
    if (done.status !== "EXECUTE_COMPLETE") throw refused(done.reason);
  } finally {
    client.destroy();
  }
}

function isThere({ to, physicalId }: Move, deployed: ReadonlyMap<string, StackDetail>): boolean {
  const found = deployed.get(to.unit)?.resources.find((each) => each.logicalId === to.logicalId);
  return found?.physicalId === physicalId;
}

async function readAll(
  moves: readonly Move[],
  stackOf: (unit: string) => string,
  target: Target,
): Promise<ReadonlyMap<string, StackDetail>> {
  const reader = openStackReader(target);
  try {
    const units = [...new Set(moves.flatMap(({ from, to }) => [from.unit, to.unit]))];
    const details = await Promise.all(units.map(async (unit) => [unit, await reader.read(stackOf(unit))] as const));
    return new Map(details.filter((entry): entry is [string, StackDetail] => entry[1] !== undefined));
  } finally {
    reader.destroy();
  }
}

async function definitionOf(StackName: string, text: string, target: Target): Promise<StackDefinition> {
  if (Buffer.byteLength(text) <= LARGEST_INLINE_TEMPLATE_BYTES) return { StackName, TemplateBody: text };
  const bucket = openBucket(target);
  try {
    await bucket.ensure();
    const key = `${hashOf(text)}.template.json`;
    await bucket.put(key, text);
    return { StackName, TemplateURL: bucket.urlOf(key) };
  } finally {
    bucket.destroy();
  }
}

async function waitFor(
  client: CloudFormationClient,
  id: string | undefined,
  member: "Status" | "ExecutionStatus",
  { polling }: Target,
  clock: Clock,
): Promise<{ status: string; reason: string }> {
  for (let pause = polling.firstMs; ; pause = Math.min(pause * 1.5, polling.longestMs)) {
    const answer = await client.send(new DescribeStackRefactorCommand({ StackRefactorId: id }));
    const status = answer[member] ?? "";
    if (!status.endsWith("_IN_PROGRESS") && !(member === "ExecutionStatus" && status === "AVAILABLE"))
      return { status, reason: (member === "Status" ? answer.StatusReason : answer.ExecutionStatusReason) ?? status };
    await clock.wait(pause);
  }
}

function refused(reason: string): OperatorError {
  return new OperatorError({
    code: "ERR_MOVE_REFUSED",
    message: `CloudFormation does not move the resources: ${reason}`,
    hints: ["stackyard plan", "Give the resource DeletionPolicy: Retain, and import it into the other stack"],
  });
}
