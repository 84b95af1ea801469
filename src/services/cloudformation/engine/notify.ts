// Stack events to the stack's topics. AWS: "NotificationARNs": "CloudFormation publishes stack related events to these topics"; the form of
// the message is that of User Guide, "Stack event notifications" and as observed.

import type { Principal } from "../../../iam/principal.ts";
import { parseArn } from "../../../kernel/arns.ts";
import { AwsError } from "../../../kernel/errors.ts";
import { parseRegion } from "../../../kernel/ids.ts";
import type { Scope, YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { validationError } from "../errors.ts";
import type { EventRecord, StackRecord } from "../records.ts";
import { loadOperation } from "../repo.ts";

const NOTIFY = "cloudformation/notify";
// AWS: API Reference, "CreateStack": "Array Members: Maximum number of 5 items".
const MOST_TOPICS = 5;

interface Notification {
  readonly topicArn: string;
  readonly stack: Pick<StackRecord, "stackId" | "stackName">;
  readonly event: EventRecord;
}

/** The topics that a request names; throws for what is no topic. AWS: the wording is inferred. */
export function requireTopics(arns: readonly string[]): readonly string[] {
  if (arns.length > MOST_TOPICS) {
    throw validationError(
      `1 validation error detected: Value at 'notificationARNs' failed to satisfy constraint: Member must have length less than or equal to ${MOST_TOPICS}`,
    );
  }
  const stranger = arns.find((arn) => parseArn(arn)?.service !== "sns");
  if (stranger !== undefined) throw validationError(`${stranger} is not the ARN of an SNS topic.`);
  return arns;
}

/** Has the event told to each of the stack's topics, in the order of the events. */
export function notifyTopics(
  tx: WriteTx,
  yard: YardContext,
  { account, region }: Scope,
  { stackId, stackName, notificationArns = [] }: StackRecord,
  event: EventRecord,
): void {
  for (const topicArn of notificationArns) {
    const payload: Notification = { topicArn, stack: { stackId, stackName }, event };
    yard.jobs.enqueue(tx, { account, region, kind: NOTIFY, payload, lane: `${NOTIFY}/${stackId}/${topicArn}` });
  }
}

/** Publishes as whoever the stack's operation acts for. What that principal may not do, and what is gone, is not told. */
export const notifyHandler: JobHandler = {
  kind: NOTIFY,
  async run(job, yard) {
    const { topicArn, stack, event } = job.payload as Notification;
    const operation = yard.store.read((tx) => loadOperation(tx, job, stack.stackId));
    if (operation === undefined) return "done";
    const region = parseRegion(parseArn(topicArn)?.region ?? job.region);
    try {
      await yard.as(operation.principal, { account: job.account, region }).sns.publish({
        TopicArn: topicArn,
        Subject: "AWS CloudFormation Notification",
        Message: messageOf(stack, event, job.account, operation.principal),
      });
    } catch (error) {
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      yard.log.write("warn", "cloudformation.notification-refused", { topicArn, error });
    }
    return "done";
  },
};

function messageOf(
  { stackId, stackName }: Notification["stack"],
  event: EventRecord,
  account: string,
  principal: Principal,
): string {
  const lines: readonly (readonly [string, string])[] = [
    ["StackId", stackId],
    ["Timestamp", new Date(event.atMs).toISOString()],
    ["EventId", event.id],
    ["LogicalResourceId", event.logicalId],
    ["Namespace", account],
    ["PhysicalResourceId", event.physicalId],
    ["PrincipalId", "userId" in principal ? principal.userId : ""],
    ["ResourceProperties", event.properties ?? "null"],
    ["ResourceStatus", event.status],
    ["ResourceStatusReason", event.statusReason ?? ""],
    ["ResourceType", event.typeName],
    ["StackName", stackName],
    ["ClientRequestToken", event.clientRequestToken ?? "null"],
  ];
  return lines.map(([name, value]) => `${name}='${value}'\n`).join("");
}
