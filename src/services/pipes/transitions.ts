// What follows a request: a pipe is made ready and runs, stops, or goes. Whether its role can read the source shows here.
// AWS: DescribePipe: CurrentState, StateReason.

import type { PipeState } from "@aws-sdk/client-pipes";
import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { findLatest } from "../../service/event-sources/dynamodb-latest.ts";
import { dynamoDbSource } from "../../service/event-sources/dynamodb-source.ts";
import { kinesisSource } from "../../service/event-sources/kinesis-source.ts";
import type { Checkpoint } from "../../service/event-sources/stream-host.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { parseArn } from "../../kernel/arns.ts";
import { refreshPipe } from "./pollers.ts";
import type { PipeRecord } from "./records.ts";
import { loadPipe, removePipe, saveCheckpoint, savePipe } from "./repo.ts";
import { asPipe, forgetPipe } from "./roles.ts";
import { requireSourceKind } from "./settings.ts";

const TRANSITION = "pipes/transition";

interface Transition {
  readonly name: string;
  readonly id: string;
}

/** Lets the pipe go on from the state that it is in, after this transaction. */
export function enqueueTransition(
  { jobs }: Pick<YardContext, "jobs">,
  tx: WriteTx,
  scope: Scope,
  pipe: PipeRecord,
): void {
  const payload: Transition = { name: pipe.name, id: pipe.id };
  const { account, region } = scope;
  jobs.enqueue(tx, { account, region, kind: TRANSITION, payload, lane: `pipes/${pipe.id}` });
}

/** States that end in a failure where the pipe cannot be made ready. */
const FAILURES: Readonly<Partial<Record<PipeState, PipeState>>> = {
  CREATING: "CREATE_FAILED",
  STARTING: "START_FAILED",
  UPDATING: "UPDATE_FAILED",
};

export const transitionJob: JobHandler = {
  kind: TRANSITION,
  run: async (job, yard) => {
    const { name, id } = job.payload as Transition;
    const pipe = yard.store.read((tx) => loadPipe(tx, job, name));
    if (pipe?.id !== id) return "done";
    if (pipe.currentState === "DELETING") {
      yard.store.write((tx) => removePipe(tx, job, pipe));
      refreshPipe(yard, job, pipe);
      return "done";
    }
    forgetPipe(yard, job, pipe);
    const ready = pipe.currentState === "STOPPING" ? { positions: NO_POSITIONS } : await makeReady(yard, job, pipe);
    const next = yard.store.write((tx) => {
      const current = loadPipe(tx, job, name);
      if (current?.id !== id || current.currentState !== pipe.currentState) return undefined;
      const { stateReason: _reason, ...rest } = current;
      const changed: PipeRecord =
        "problem" in ready
          ? { ...rest, currentState: FAILURES[pipe.currentState] ?? "UPDATE_FAILED", stateReason: ready.problem }
          : { ...rest, currentState: rest.desiredState };
      savePipe(tx, job, changed);
      if ("positions" in ready)
        for (const [shardId, position] of ready.positions) saveCheckpoint(tx, job, id, shardId, position);
      return changed;
    });
    if (next !== undefined) refreshPipe(yard, job, next);
    return "done";
  },
};

type Positions = ReadonlyMap<string, Checkpoint>;
const NO_POSITIONS: Positions = new Map();

/** Assumes the role and looks at the source; gives where LATEST begins on a table's stream. */
async function makeReady(
  yard: YardContext,
  scope: Scope,
  pipe: PipeRecord,
): Promise<{ readonly positions: Positions } | { readonly problem: string }> {
  try {
    const aws = await asPipe(yard, scope, pipe);
    const kind = requireSourceKind(pipe.source);
    if (kind === "sqs") {
      const { account = "", resource = "" } = parseArn(pipe.source) ?? {};
      const QueueUrl = `${yard.origin}/${account}/${resource}`;
      await aws.sqs.getQueueAttributes({ QueueUrl, AttributeNames: ["QueueArn"] });
      return { positions: NO_POSITIONS };
    }
    if (kind === "kinesis") {
      await kinesisSource(yard, pipe.source, pipe.roleArn).listShards(aws);
      return { positions: NO_POSITIONS };
    }
    const isLatest = pipe.sourceParameters.DynamoDBStreamParameters?.StartingPosition === "LATEST";
    if (pipe.currentState === "CREATING" && isLatest) return { positions: await findLatest(aws, pipe.source) };
    await dynamoDbSource(pipe.source).listShards(aws);
    return { positions: NO_POSITIONS };
  } catch (error) {
    if (!(error instanceof AwsError) || error.fault === "server") throw error;
    // LIMIT: AWS: StateReason has up to 512 characters.
    return { problem: `${error.code}: ${error.message}`.slice(0, 512) };
  }
}
