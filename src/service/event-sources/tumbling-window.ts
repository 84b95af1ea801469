// Tumbling windows: stretches of time of a fixed length that follow each other, and what a function counted in one. Pure.
// AWS: "Tumbling windows" in "Using Lambda with Kinesis" and "Using AWS Lambda with Amazon DynamoDB".

export interface TumblingWindow {
  readonly startMs: number;
  readonly endMs: number;
  /** What the last invocation gave back. */
  readonly state: unknown;
}

/** The window that a time is in; windows begin at multiples of their length. */
export function windowAt(ms: number, seconds: number): { readonly startMs: number; readonly endMs: number } {
  const lengthMs = seconds * 1_000;
  const startMs = Math.floor(ms / lengthMs) * lengthMs;
  return { startMs, endMs: startMs + lengthMs };
}
