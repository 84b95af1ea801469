// What a target is given: the schedule's input with its context attributes filled in, or an event that says which schedule it was. Pure.
// AWS: "Adding context attributes in EventBridge Scheduler"; Target, Input.

/** What an invocation knows of itself. */
export interface Occasion {
  readonly scheduleArn: string;
  readonly scheduledAtMs: number;
  readonly executionId: string;
  /** 1 for the first attempt. */
  readonly attempt: number;
  readonly account: string;
  readonly region: string;
}

/** The input with "<aws.scheduler.…>" replaced. Inside of JSON strings the values need no escape. */
export function fillIn(input: string, occasion: Occasion): string {
  const values: Readonly<Record<string, string>> = {
    "schedule-arn": occasion.scheduleArn,
    "scheduled-time": formatTime(occasion.scheduledAtMs),
    "execution-id": occasion.executionId,
    "attempt-number": String(occasion.attempt),
  };
  return input.replaceAll(/<aws\.scheduler\.([a-z-]+)>/g, (text, name: string) => values[name] ?? text);
}

/** AWS: what a templated target gets where the schedule has no input. */
export function defaultEvent(occasion: Occasion): string {
  return JSON.stringify({
    version: "0",
    id: occasion.executionId,
    "detail-type": "Scheduled Event",
    source: "aws.scheduler",
    account: occasion.account,
    time: formatTime(occasion.scheduledAtMs),
    region: occasion.region,
    resources: [occasion.scheduleArn],
    detail: "{}",
  });
}

/** "2022-03-22T18:59:43Z". */
export function formatTime(atMs: number): string {
  return new Date(atMs).toISOString().replace(/\.\d{3}Z$/, "Z");
}
