// Events whose durable executions failed go to the function's dead-letter queue or topic.
// AWS: "Retries for Lambda durable functions", asynchronous invocation: FAILED, STOPPED and TIMED_OUT alike, without
// another try; "Invoking durable Lambda functions": destinations are not supported.

import { AwsError } from "../../../kernel/errors.ts";
import type { YardContext } from "../../../service/context.ts";
import type { JobHandler } from "../../../service/jobs.ts";
import type { WriteTx } from "../../../store/store.ts";
import { deadLetter } from "../destinations.ts";
import { requireTarget } from "../functions.ts";
import type { ErrorRecord, ExecutionRecord, ExecutionReference } from "./records.ts";

const KIND = "lambda/durable-dead-letter";

interface DeadLetterPayload extends ExecutionReference {
  readonly version: string;
  readonly input: string;
  readonly message: string;
}

export function enqueueDeadLetter(
  yard: YardContext,
  tx: WriteTx,
  reference: ExecutionReference,
  input: string,
  { version }: ExecutionRecord,
  { message = "" }: ErrorRecord,
): void {
  const payload: DeadLetterPayload = { ...reference, version, input, message };
  yard.jobs.enqueue(tx, { account: reference.scope.account, region: reference.scope.region, kind: KIND, payload });
}

export const deadLetterJob: JobHandler = {
  kind: KIND,
  async run(job, yard) {
    const { scope, functionName: name, version: qualifier, input, message, id } = job.payload as DeadLetterPayload;
    try {
      const target = yard.store.read((tx) => requireTarget(tx, { scope, name, qualifier }));
      const arn = target.version.deadLetterArn ?? "";
      if (arn !== "") await deadLetter(yard, target, arn, Buffer.from(input), { requestId: id, errorMessage: message });
    } catch (error) {
      // A function that is gone has no queue any more.
      if (!(error instanceof AwsError)) throw error;
    }
    return "done";
  },
};
