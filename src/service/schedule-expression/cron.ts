// The six fields of cron(minutes hours day-of-month month day-of-week year) and the minutes that they mean. Pure.
// AWS: "Cron expressions reference" of EventBridge; "Daylight savings time on EventBridge Scheduler".

import { offsetMs, toUtcMs } from "./time-zone.ts";

/** A compiled cron expression. */
export interface Cron {
  /** The first due minute after `afterMs`, in milliseconds of UTC; undefined if there is none up to the year 2199. */
  next(afterMs: number, timeZone: string): number | undefined;
}

/** Which days of a month; months from 1. */
type DayTest = (year: number, month: number, day: number) => boolean;

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];
// No zone sets its clocks back by more: minutes that lie further back than this are over.
const LONGEST_SHIFT_MS = 3 * 3_600_000;

/** Compiles the six fields; undefined if they are not that. */
export function parseCron(text: string): Cron | undefined {
  const fields = text.trim().split(/\s+/);
  const [minuteField = "", hourField = "", dayField = "", monthField = "", weekdayField = "", yearField = ""] = fields;
  const minutes = parseNumbers(minuteField, 0, 59);
  const hours = parseNumbers(hourField, 0, 23);
  const months = parseNumbers(monthField, 1, 12, MONTHS);
  const years = parseNumbers(yearField, 1970, 2199);
  const isDay = parseDays(dayField, weekdayField);
  if (fields.length !== 6 || !minutes || !hours || !months || !years || !isDay) return undefined;

  function next(afterMs: number, timeZone: string): number | undefined {
    // What the wall clock shows now: nothing before it is due any more, but for clocks that are being set back.
    const fromMs = afterMs + offsetMs(afterMs, timeZone) - LONGEST_SHIFT_MS;
    const from = new Date(fromMs);
    for (const { year, month, day } of days(from.getUTCFullYear(), from.getUTCMonth() + 1)) {
      if (Date.UTC(year, month - 1, day + 1) <= fromMs) continue;
      for (const hour of hours ?? []) {
        for (const minute of minutes ?? []) {
          if (Date.UTC(year, month - 1, day, hour, minute) < fromMs) continue;
          const dueMs = toUtcMs({ year, month, day, hour, minute }, timeZone);
          if (dueMs !== undefined && dueMs > afterMs) return dueMs;
        }
      }
    }
    return undefined;
  }

  function* days(firstYear: number, firstMonth: number): Iterable<{ year: number; month: number; day: number }> {
    for (const year of years ?? []) {
      if (year < firstYear) continue;
      for (const month of months ?? []) {
        if (year === firstYear && month < firstMonth) continue;
        for (let day = 1; day <= lengthOf(year, month); day++)
          if (isDay?.(year, month, day)) yield { year, month, day };
      }
    }
  }

  return { next };
}

/** A list of numbers, ranges and steps, in order; undefined if it is none. */
function parseNumbers(field: string, least: number, most: number, names: readonly string[] = []): number[] | undefined {
  const found = new Set<number>();
  for (const part of field.split(",")) {
    const range = parseRange(part, least, most, names);
    if (range === undefined) return undefined;
    for (let value = range.from; value <= range.to; value += range.step) found.add(value);
  }
  return [...found].sort((left, right) => left - right);
}

interface NumberRange {
  readonly from: number;
  readonly to: number;
  readonly step: number;
}

/** "*", "5", "MON", "1-5", and each with "/2" behind it: "5/2" begins at 5. */
function parseRange(part: string, least: number, most: number, names: readonly string[]): NumberRange | undefined {
  const [, base = "", end, stepText] = /^(\*|\w+)(?:-(\w+))?(?:\/(\d{1,4}))?$/.exec(part) ?? [];
  const step = stepText === undefined ? 1 : Number(stepText);
  if (base === "" || step === 0 || (base === "*" && end !== undefined)) return undefined;
  const from = base === "*" ? least : valueOf(base, least, most, names);
  const isOpen = base === "*" || (end === undefined && stepText !== undefined);
  const to = isOpen ? most : valueOf(end ?? base, least, most, names);
  return from === undefined || to === undefined || from > to ? undefined : { from, to, step };
}

function valueOf(text: string, least: number, most: number, names: readonly string[]): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named !== -1) return named + least;
  const value = Number(text);
  return /^\d{1,4}$/.test(text) && value >= least && value <= most ? value : undefined;
}

// AWS: one of day-of-month and day-of-week says which days, and the other one is "?".
function parseDays(dayField: string, weekdayField: string): DayTest | undefined {
  if (weekdayField === "?") return parseDaysOfMonth(dayField);
  return dayField === "?" ? parseWeekdays(weekdayField) : undefined;
}

/** Days by number, "L" for the last one, "LW" and "15W" for the weekday that is nearest within the month. */
function parseDaysOfMonth(field: string): DayTest | undefined {
  return anyOf(
    field.split(",").map((part): DayTest | undefined => {
      if (part === "L") return (year, month, day) => day === lengthOf(year, month);
      if (part === "LW") return (year, month, day) => day === nearestWeekday(year, month, lengthOf(year, month));
      const [, near] = /^(\d{1,2})W$/.exec(part) ?? [];
      if (near !== undefined) {
        const wanted = valueOf(near, 1, 31, []);
        return wanted === undefined
          ? undefined
          : (year, month, day) => wanted <= lengthOf(year, month) && day === nearestWeekday(year, month, wanted);
      }
      const numbers = parseNumbers(part, 1, 31);
      return numbers && ((_year, _month, day) => numbers.includes(day));
    }),
  );
}

/** Weekdays by number (1 is Sunday) or name, "L" for Saturday, "6L" for the month's last Friday, "3#2" for its second Tuesday. */
function parseWeekdays(field: string): DayTest | undefined {
  return anyOf(
    field.split(",").map((part): DayTest | undefined => {
      if (part === "L") return (year, month, day) => weekdayOf(year, month, day) === 7;
      const [, weekday = "", mark, instance] = /^(\w+?)(?:(L)|#([1-5]))$/.exec(part) ?? [];
      if (mark !== undefined || instance !== undefined) {
        const wanted = valueOf(weekday, 1, 7, WEEKDAYS);
        if (wanted === undefined) return undefined;
        return (year, month, day) =>
          weekdayOf(year, month, day) === wanted &&
          (mark === undefined ? Math.ceil(day / 7) === Number(instance) : day + 7 > lengthOf(year, month));
      }
      const numbers = parseNumbers(part, 1, 7, WEEKDAYS);
      return numbers && ((year, month, day) => numbers.includes(weekdayOf(year, month, day)));
    }),
  );
}

function anyOf(tests: readonly (DayTest | undefined)[]): DayTest | undefined {
  const known = tests.filter((test) => test !== undefined);
  if (known.length < tests.length) return undefined;
  return (year, month, day) => known.some((test) => test(year, month, day));
}

/** 1 for Sunday to 7 for Saturday. */
function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Saturday goes to Friday and Sunday to Monday, but not out of the month. */
function nearestWeekday(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === lengthOf(year, month) ? day - 2 : day + 1;
  return day;
}
