// Wall clocks of IANA time zones, from the data that comes with the JavaScript engine. Pure.

/** A minute as a wall clock shows it; months from 1. */
export interface LocalMinute {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
}

const DAY_MS = 86_400_000;

/** Whether the engine knows the zone. */
export function isTimeZone(name: string): boolean {
  try {
    return formatOf(name) !== undefined;
  } catch {
    return false;
  }
}

/** What the zone's clocks are ahead of UTC at an instant, in milliseconds. */
export function offsetMs(utcMs: number, timeZone: string): number {
  if (timeZone === "UTC") return 0;
  const parts: Record<string, number> = {};
  for (const { type, value } of formatOf(timeZone).formatToParts(utcMs)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(utcMs / 1000) * 1000;
}

/**
 * When the zone's clocks show a minute, in milliseconds of UTC: the first time if they show it twice, undefined if they
 * leave it out.
 */
export function toUtcMs({ year, month, day, hour, minute }: LocalMinute, timeZone: string): number | undefined {
  const naiveMs = Date.UTC(year, month - 1, day, hour, minute);
  if (timeZone === "UTC") return naiveMs;
  // The offsets of the day before and the day after are all that can hold at this minute.
  const candidates = [naiveMs - DAY_MS, naiveMs + DAY_MS]
    .map((nearMs) => naiveMs - offsetMs(nearMs, timeZone))
    .filter((utcMs) => utcMs + offsetMs(utcMs, timeZone) === naiveMs);
  return candidates.length === 0 ? undefined : Math.min(...candidates);
}

// Making a formatter takes longer than all else here.
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(timeZone: string): Intl.DateTimeFormat {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat("en-US", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
  }
  return format;
}
