// What could not be delivered goes to the schedule's dead-letter queue, sent by the execution role, with what is known of the failure.
// AWS: "Configuring a dead-letter queue for EventBridge Scheduler".

import { parseArn } from "../../kernel/arns.ts";
import { AwsError } from "../../kernel/errors.ts";
import type { Scope, YardContext } from "../../service/context.ts";
import { asExecutionRole, type ExhaustedCondition, type Invocation, requestFor } from "./invocation.ts";
import { count } from "./metrics.ts";
import { scheduleArn } from "./names.ts";
import { formatTime } from "./targets/input.ts";

/** How the last attempt ended. */
export interface Failure {
  readonly error: AwsError;
  readonly attempt: number;
  readonly exhausted?: ExhaustedCondition;
}

/** Sends it, if there is a queue; a queue that refuses it is only told of in the log. */
export async function sendToDeadLetterQueue(
  yard: YardContext,
  scope: Scope,
  invocation: Invocation,
  failure: Failure,
): Promise<void> {
  const { groupName, name, scheduledAtMs, executionId, target } = invocation;
  const { error, attempt, exhausted } = failure;
  const queueArn = target.DeadLetterConfig?.Arn;
  const schedule = scheduleArn(scope, groupName, name);
  const fields = { schedule, target: target.Arn, code: error.code, message: error.message, queueArn };
  yard.log.write("warn", "scheduler/invocation-failed", fields);
  if (queueArn === undefined) return;
  const attributes: Readonly<Record<string, string | undefined>> = {
    ERROR_CODE: error.code,
    ERROR_MESSAGE: error.message,
    EXECUTION_ID: executionId,
    EXHAUSTED_RETRY_CONDITION: exhausted,
    IS_PAYLOAD_TRUNCATED: "false",
    RETRY_ATTEMPTS: String(attempt - 1),
    SCHEDULED_TIME: formatTime(scheduledAtMs),
    SCHEDULE_ARN: schedule,
    TARGET_ARN: target.Arn,
  };
  try {
    const aws = await asExecutionRole(yard, scope, invocation, queueArn);
    const queue = parseArn(queueArn);
    await aws.sqs.sendMessage({
      QueueUrl: `${yard.origin}/${queue?.account ?? ""}/${queue?.resource ?? ""}`,
      MessageBody: JSON.stringify(await requestFor(yard, scope, invocation, attempt)),
      MessageAttributes: Object.fromEntries(
        Object.entries(attributes).flatMap(([attribute, StringValue]) =>
          StringValue === undefined || StringValue === "" ? [] : [[attribute, { DataType: "String", StringValue }]],
        ),
      ),
    });
    count(yard, scope, groupName, "InvocationsSentToDeadLetterCount");
  } catch (deadLetterError) {
    if (!(deadLetterError instanceof AwsError)) throw deadLetterError;
    count(yard, scope, groupName, "InvocationsFailedToBeSentToDeadLetterCount", deadLetterError.code);
    yard.log.write("warn", "scheduler/dead-letter-failed", { ...fields, message: deadLetterError.message });
  }
}
