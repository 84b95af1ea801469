// Brings the lines of sandboxes into CloudWatch Logs, as the function's role: in batches, in order, behind the
// invocation's back. A role that may not write has no logs, as on AWS.

import { AwsError } from "../../kernel/errors.ts";
import { realDelay } from "../../kernel/real-time.ts";
import type { LogLine } from "../../sandbox/sandboxes.ts";
import type { AwsApis } from "../../service/apis.ts";
import type { YardContext } from "../../service/context.ts";

// Real time: lines of many invocations make one batch, and a reader hardly notices.
const BATCH_DELAY_MS = 10;
// LIMIT: AWS: "PutLogEvents": at most 10,000 events and 1,048,576 bytes a batch, each event counted with 26 bytes more.
const MOST_EVENTS = 10_000;
const MOST_BYTES = 1_048_576;
const EVENT_OVERHEAD_BYTES = 26;

// Each sandbox has a stream of its own; those of the past are forgotten now and then.
const MOST_STREAMS_KEPT = 1_000;

/** How lines are written: as the function's role. */
export interface LogWriter {
  connect(): Promise<AwsApis>;
  /** A delivery failed: the role may have been made anew, so the next `connect` should ask for it again. */
  renew(): void;
}

export interface LogDelivery {
  /** Takes lines of one stream. */
  add(writer: LogWriter, logGroup: string, logStream: string, lines: readonly LogLine[]): void;
  /** Resolves when all lines so far are delivered. */
  settled(): Promise<void>;
}

interface Stream {
  readonly writer: LogWriter;
  readonly logGroup: string;
  readonly logStream: string;
  lines: LogLine[];
  isMade: boolean;
}

/** Delivers for one yard. */
export function createLogDelivery(yard: YardContext): LogDelivery {
  const streams = new Map<string, Stream>();
  let drain: Promise<void> | undefined;

  function add(writer: LogWriter, logGroup: string, logStream: string, lines: readonly LogLine[]): void {
    const key = `${logGroup} ${logStream}`;
    let stream = streams.get(key);
    if (stream === undefined) streams.set(key, (stream = { writer, logGroup, logStream, lines: [], isMade: false }));
    stream.lines.push(...lines);
    drain ??= run();
  }

  async function run(): Promise<void> {
    for (;;) {
      await realDelay(BATCH_DELAY_MS);
      const filled = [...streams.values()].filter((stream) => stream.lines.length > 0);
      if (filled.length === 0) {
        if (streams.size > MOST_STREAMS_KEPT) streams.clear();
        // RACE: at once, not when this promise is seen to have ended: a line may come in between.
        drain = undefined;
        return;
      }
      await Promise.all(filled.map(deliver));
    }
  }

  async function deliver(stream: Stream): Promise<void> {
    const lines = takeBatch(stream);
    try {
      const { cloudWatchLogs: logs } = await stream.writer.connect();
      if (!stream.isMade) await makeStream(logs, stream);
      stream.isMade = true;
      await logs.putLogEvents({
        logGroupName: stream.logGroup,
        logStreamName: stream.logStream,
        logEvents: lines.map(({ timestampMs, message }) => ({ timestamp: timestampMs, message })),
      });
    } catch (error) {
      // The group may have been deleted meanwhile: the next batch makes it again. These lines are lost, as on AWS.
      stream.isMade = false;
      stream.writer.renew();
      const isDenied = error instanceof AwsError && error.fault === "client";
      yard.log.write(isDenied ? "debug" : "warn", "lambda.log-lost", { logGroup: stream.logGroup, error });
    }
  }

  return {
    add,
    // The drain ends only when nothing is left.
    settled: () => drain ?? Promise.resolve(),
  };
}

function takeBatch(stream: Stream): readonly LogLine[] {
  let bytes = 0;
  let count = 0;
  for (const { message } of stream.lines) {
    bytes += Buffer.byteLength(message) + EVENT_OVERHEAD_BYTES;
    if (count > 0 && (bytes > MOST_BYTES || count >= MOST_EVENTS)) break;
    count += 1;
  }
  const batch = stream.lines.slice(0, count);
  stream.lines = stream.lines.slice(count);
  return batch;
}

async function makeStream(logs: AwsApis["cloudWatchLogs"], stream: Stream): Promise<void> {
  const names = { logGroupName: stream.logGroup, logStreamName: stream.logStream };
  const isThere = (error: unknown): undefined => {
    if (error instanceof AwsError && error.code === "ResourceAlreadyExistsException") return undefined;
    throw error;
  };
  try {
    await logs.createLogStream(names).catch(isThere);
  } catch (error) {
    if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
    await logs.createLogGroup({ logGroupName: stream.logGroup }).catch(isThere);
    await logs.createLogStream(names).catch(isThere);
  }
}
