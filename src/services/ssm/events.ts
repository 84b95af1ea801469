// What Parameter Store tells EventBridge. AWS: "Setting up notifications or triggering actions based on Parameter Store events".

import type { Scope, YardContext } from "../../service/context.ts";
import type { JobHandler } from "../../service/jobs.ts";
import type { WriteTx } from "../../store/store.ts";
import { parameterArn } from "./name.ts";
import type { ParameterRecord } from "./records.ts";

const EVENT = "ssm/event";

interface EventPayload {
  readonly detailType: string;
  readonly name: string;
  readonly detail: Readonly<Record<string, string>>;
}

/** Tells that a parameter was made, changed, deleted or labelled. */
export function tellChange(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  operation: "Create" | "Update" | "Delete" | "LabelParameterVersion",
  { name, type, description, labels = {} }: ParameterRecord,
): void {
  tell(yard, tx, scope, {
    detailType: "Parameter Store Change",
    name,
    detail: {
      operation,
      name,
      type,
      ...(description !== undefined && { description }),
      ...(operation === "LabelParameterVersion" && { label: Object.keys(labels).join(",") }),
    },
  });
}

/** Tells of a policy that was applied. */
export function tellPolicy(
  yard: YardContext,
  tx: WriteTx,
  scope: Scope,
  { name, type }: ParameterRecord,
  policy: { readonly type: string; readonly text: string },
  reason: string,
): void {
  tell(yard, tx, scope, {
    detailType: "Parameter Store Policy Action",
    name,
    detail: {
      "parameter-name": name,
      "parameter-type": type,
      "policy-type": policy.type,
      "policy-content": policy.text,
      "action-status": "Success",
      "action-reason": reason,
    },
  });
}

function tell(yard: YardContext, tx: WriteTx, { account, region }: Scope, payload: EventPayload): void {
  yard.jobs.enqueue(tx, { account, region, kind: EVENT, payload });
}

/** Puts the event on the account's default bus. */
export const eventJob: JobHandler = {
  kind: EVENT,
  async run(job, yard) {
    const { detailType, name, detail } = job.payload as EventPayload;
    const { account, region } = job;
    const arn = parameterArn(job, name);
    const service = { kind: "service", service: "ssm.amazonaws.com", sourceArn: arn, sourceAccount: account } as const;
    await yard.as(service, { account, region }).eventBridge.putEvents({
      Entries: [
        {
          Source: "aws.ssm",
          DetailType: detailType,
          Detail: JSON.stringify(detail),
          Resources: [arn],
          Time: new Date(job.createdAtMs),
        },
      ],
    });
    return "done";
  },
};
