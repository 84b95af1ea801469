// Tells EventBridge of each status of a durable execution.
// AWS: "Monitoring durable functions", "Durable execution status change events".

import type { YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { functionArn } from "../names.ts";
import { executionArn } from "./names.ts";
import type { ExecutionRecord, ExecutionReference } from "./records.ts";

const KIND = "lambda/durable-status";

/** An event's detail. */
interface StatusDetail {
  readonly durableExecutionArn: string;
  readonly durableExecutionName: string;
  readonly functionArn: string;
  readonly status: string;
  readonly startTimestamp: string;
  readonly endTimestamp?: string;
}

/** Puts an event of the execution's status on the account's default bus, after those of before. */
export function tellStatus(
  yard: YardContext,
  tx: WriteTx,
  reference: ExecutionReference,
  record: ExecutionRecord,
): void {
  const { scope, functionName, id } = reference;
  const { name, version, status, startedAtMs, endedAtMs } = record;
  const payload: StatusDetail = {
    durableExecutionArn: executionArn(reference, record),
    durableExecutionName: name,
    functionArn: functionArn(scope, functionName, version),
    status,
    startTimestamp: new Date(startedAtMs).toISOString(),
    ...(endedAtMs === undefined ? {} : { endTimestamp: new Date(endedAtMs).toISOString() }),
  };
  yard.jobs.enqueue(tx, { account: scope.account, region: scope.region, kind: KIND, payload, lane: `${KIND}/${id}` });
}

export const statusJob: JobHandler = {
  kind: KIND,
  async run(job, yard) {
    const detail = job.payload as StatusDetail;
    const { account, region } = job;
    const service = {
      kind: "service",
      service: "lambda.amazonaws.com",
      sourceArn: detail.durableExecutionArn,
      sourceAccount: account,
    } as const;
    await yard.as(service, { account, region }).eventBridge.putEvents({
      Entries: [
        {
          Source: "aws.lambda",
          DetailType: "Durable Execution Status Change",
          Detail: JSON.stringify(detail),
          Resources: [],
          Time: new Date(job.createdAtMs),
        },
      ],
    });
    return "done";
  },
};
