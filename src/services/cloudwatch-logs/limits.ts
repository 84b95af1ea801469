// CloudWatch Logs' limits. AWS: PutLogEvents (API reference) and "CloudWatch Logs quotas" (user guide).

const HOUR_MS = 3_600_000;
/** A day of retention. */
export const DAY_MS = 24 * HOUR_MS;

/** LIMIT: a batch's bytes, each message's and 26 more for each event. */
export const MAX_BATCH_BYTES = 1_048_576;
/** What an event counts beyond its message. */
export const EVENT_OVERHEAD_BYTES = 26;
/** LIMIT: a batch's span in time. */
export const MAX_BATCH_SPAN_MS = DAY_MS;
/** LIMIT: events older than this are rejected. */
export const MAX_AGE_MS = 14 * DAY_MS;
/** LIMIT: events further in the future are rejected. */
export const MAX_AHEAD_MS = 2 * HOUR_MS;
/** LIMIT: a page's bytes and events. */
export const MAX_PAGE_BYTES = 1_048_576;
/** LIMIT: a page's events. */
export const MAX_PAGE_EVENTS = 10_000;

/** Retentions that can be chosen, in days. AWS: PutRetentionPolicy (API reference). */
export const RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;
