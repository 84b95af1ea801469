// Schedule expressions of EventBridge rules and EventBridge Scheduler: rate(...), cron(...) and at(...), and when they are due
// next. Pure. AWS: "Using cron and rate expressions to schedule rules"; "Schedule types on EventBridge Scheduler".

import { parseCron } from "./cron.ts";
import { toUtcMs } from "./time-zone.ts";

/** A text that is no schedule expression. */
export class ScheduleExpressionError extends Error {
  override readonly name = "ScheduleExpressionError";
}

/** A compiled expression. */
export interface ScheduleExpression {
  readonly kind: "rate" | "cron" | "at";
  /**
   * The first time after `afterMs`, in milliseconds of UTC since the Unix epoch; undefined if there is none. A rate counts
   * from `startMs` on, and is due then, too.
   */
  next(afterMs: number, startMs: number): number | undefined;
}

/** What differs between those who have schedules. */
export interface ScheduleOptions {
  /** An IANA name, in which cron and at are read; rules know UTC only. */
  readonly timeZone?: string;
  /** Whether `at(...)` is there: rules have none. */
  readonly hasAt?: boolean;
  /** Whether a rate of 1 must be of "minute", and others of "minutes": rules insist. */
  readonly isPluralStrict?: boolean;
}

const UNIT_MS: Readonly<Record<string, number>> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/** Compiles an expression; throws a ScheduleExpressionError. */
export function parseScheduleExpression(text: string, options: ScheduleOptions = {}): ScheduleExpression {
  const { timeZone = "UTC", hasAt = false, isPluralStrict = false } = options;
  const [, kind, inner = ""] = /^(rate|cron|at)\((.*)\)$/.exec(text) ?? [];
  if (kind === "rate") return parseRate(inner, isPluralStrict);
  if (kind === "at" && hasAt) return parseAt(inner, timeZone);
  const cron = kind === "cron" ? parseCron(inner) : undefined;
  if (cron === undefined) throw new ScheduleExpressionError(`${text} is no schedule expression.`);
  return { kind: "cron", next: (afterMs) => cron.next(afterMs, timeZone) };
}

function parseRate(inner: string, isPluralStrict: boolean): ScheduleExpression {
  const [, count = "", unit = "", plural = ""] = /^\s*(\d{1,9})\s+(minute|hour|day)(s?)\s*$/.exec(inner) ?? [];
  const everyMs = Number(count) * (UNIT_MS[unit] ?? 0);
  if (everyMs === 0 || (isPluralStrict && (plural === "") !== (count === "1")))
    throw new ScheduleExpressionError(`rate(${inner}) is no schedule expression.`);
  return {
    kind: "rate",
    next: (afterMs, startMs) =>
      afterMs < startMs ? startMs : startMs + (Math.floor((afterMs - startMs) / everyMs) + 1) * everyMs,
  };
}

function parseAt(inner: string, timeZone: string): ScheduleExpression {
  const match = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)$/.exec(inner);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = (match?.slice(1) ?? []).map(Number);
  const naive = new Date(Date.UTC(year, month - 1, day, hour, minute, second));
  // A 31st of February would roll over into March.
  if (match === null || naive.toISOString().slice(0, 19) !== inner)
    throw new ScheduleExpressionError(`at(${inner}) is no schedule expression.`);
  const wholeMinuteMs = toUtcMs({ year, month, day, hour, minute }, timeZone);
  const atMs = wholeMinuteMs === undefined ? undefined : wholeMinuteMs + second * 1000;
  return { kind: "at", next: (afterMs) => (atMs !== undefined && atMs > afterMs ? atMs : undefined) };
}
