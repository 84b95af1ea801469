// Delivery to an HTTP endpoint: a batch is one request, repeated until it is taken or its time is over; then its records go to the
// bucket of errors.
// AWS: "Understand HTTP endpoint delivery request and response specifications"; "HTTP endpoint" errors of "Monitor Amazon Data
// Firehose Using CloudWatch Logs".

import type { HttpEndpointDestinationConfiguration } from "@aws-sdk/client-firehose";
import { gzipSync } from "node:zlib";
import type { Scope, YardContext } from "../../service/context.ts";
import type { Job, JobOutcome } from "../../service/jobs.ts";
import { type OutboundResult, sendOutbound } from "../../service/outbound-http.ts";
import { append, type Batch, findStream } from "./buffers.ts";
import { sealer } from "./encryption.ts";
import { logFailure } from "./error-log.ts";
import { formatFailure, type Item } from "./items.ts";
import { deliveryStreamArn } from "./names.ts";
import type { DeliveryStreamRecord } from "./records.ts";
import { removeWaiting } from "./repo.ts";
import { errorBuffer, hintsOf } from "./routes.ts";

/** AWS: "HTTP endpoints have 3 minutes to respond to a request". */
const TIMEOUT_MS = 3 * 60_000;
// AWS: "an exponential backoff"; its pauses are not said.
const FIRST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 2 * 60_000;

interface Delivery {
  readonly stream: DeliveryStreamRecord;
  readonly settings: HttpEndpointDestinationConfiguration;
  readonly batch: Batch;
  readonly job: Job;
}

interface Problem {
  readonly code: string;
  readonly message: string;
  /** AWS: 413: "the record batch is not retried". */
  readonly isFinal: boolean;
}

export async function deliverToHttp(
  yard: YardContext,
  scope: Scope,
  delivery: Delivery,
  items: readonly Item[],
): Promise<JobOutcome> {
  const { stream, settings, batch, job } = delivery;
  const problem = await send(yard, scope, delivery, items);
  if (problem !== undefined) {
    const { CloudWatchLoggingOptions: options, RoleARN, S3Configuration } = settings;
    const roleArn = RoleARN ?? S3Configuration?.RoleARN;
    const destination = settings.EndpointConfiguration?.Url ?? "";
    await logFailure(yard, scope, stream, { options, roleArn }, { destination, ...problem });
    const nowMs = yard.clock.nowMs();
    const endsAtMs = job.createdAtMs + (settings.RetryOptions?.DurationInSeconds ?? 0) * 1_000;
    const pauseMs = Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(job.attempt - 1, 10));
    if (!problem.isFinal && nowMs + pauseMs <= endsAtMs) return { retryAtMs: nowMs + pauseMs };
  }
  const seal = await sealer(yard, scope, stream);
  yard.store.write((tx) => {
    // RACE: a stream that was deleted meanwhile takes nothing more.
    if (findStream(tx, scope, stream.name, stream.id) === undefined) return;
    removeWaiting(tx, { scope, streamId: stream.id, buffer: batch.buffer }, batch.from, batch.to);
    if (problem === undefined) return;
    const buffer = errorBuffer("http-endpoint-failed");
    const lines = items.map((item) => ({
      v: 1 as const,
      data: Buffer.from(formatFailure({ item, ...problem, attempts: job.attempt, endedAtMs: yard.clock.nowMs() })),
      arrivedAtMs: item.arrivedAtMs,
    }));
    append(yard, tx, { scope, stream, buffer, hints: hintsOf(stream, buffer) }, lines.map(seal));
  });
  return "done";
}

/** Sends the batch once; gives what went wrong. */
async function send(
  yard: YardContext,
  scope: Scope,
  { stream, settings, batch }: Delivery,
  items: readonly Item[],
): Promise<Problem | undefined> {
  const { EndpointConfiguration: endpoint, RequestConfiguration: request } = settings;
  const requestId = batch.objectId;
  const text = JSON.stringify({
    requestId,
    timestamp: yard.clock.nowMs(),
    records: items.map(({ data }) => ({ data: Buffer.from(data).toString("base64") })),
  });
  const isCompressed = request?.ContentEncoding === "GZIP";
  const attributes = (request?.CommonAttributes ?? []).map(
    ({ AttributeName = "", AttributeValue = "" }) => [AttributeName, AttributeValue] as const,
  );
  const body = isCompressed ? gzipSync(text) : Buffer.from(text);
  const result = await sendOutbound(yard, {
    method: "POST",
    url: endpoint?.Url ?? "",
    headers: {
      "X-Amz-Firehose-Protocol-Version": "1.0",
      "X-Amz-Firehose-Request-Id": requestId,
      "X-Amz-Firehose-Source-Arn": deliveryStreamArn(scope, stream.name),
      "Content-Type": "application/json",
      "Content-Length": String(body.length),
      ...(isCompressed ? { "Content-Encoding": "gzip" } : {}),
      ...(endpoint?.AccessKey === undefined || endpoint.AccessKey === ""
        ? {}
        : { "X-Amz-Firehose-Access-Key": endpoint.AccessKey }),
      ...(attributes.length === 0
        ? {}
        : {
            "X-Amz-Firehose-Common-Attributes": JSON.stringify({ commonAttributes: Object.fromEntries(attributes) }),
          }),
    },
    body,
    timeoutMs: TIMEOUT_MS,
  });
  return problemOf(result, requestId);
}

function problemOf(result: OutboundResult, requestId: string): Problem | undefined {
  if (result.kind === "no-answer") {
    const isTimeout = result.reason.startsWith("No answer within");
    const code = isTimeout ? "HttpEndpoint.RequestTimeout" : "HttpEndpoint.ConnectionFailed";
    return { code, message: result.reason, isFinal: false };
  }
  const answer = parseAnswer(result.body);
  if (result.status !== 200)
    return {
      code: "HttpEndpoint.DestinationException",
      message: `Received response status code is ${result.status}. ${answer?.errorMessage ?? ""}`.trim(),
      isFinal: result.status === 413,
    };
  // AWS: "The response must contain the same request ID and a timestamp"; other answers are failures.
  if (answer?.requestId === requestId) return undefined;
  return {
    code: "HttpEndpoint.InvalidResponseFromDestination",
    message:
      "The response received from the endpoint is invalid. See Troubleshooting HTTP Endpoints in the Firehose documentation for more information.",
    isFinal: false,
  };
}

function parseAnswer(body: Uint8Array): { readonly requestId?: string; readonly errorMessage?: string } | undefined {
  let answer: unknown;
  try {
    answer = JSON.parse(Buffer.from(body).toString());
  } catch {
    return undefined;
  }
  if (typeof answer !== "object" || answer === null) return undefined;
  const { requestId, errorMessage, timestamp } = answer as Readonly<Record<string, unknown>>;
  return {
    ...(typeof requestId === "string" && typeof timestamp === "number" ? { requestId } : {}),
    ...(typeof errorMessage === "string" ? { errorMessage } : {}),
  };
}
