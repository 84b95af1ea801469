// When a failed delivery is tried again. Pure.
// AWS: "Amazon SNS message delivery retries", AWS managed endpoints: 3 times at once, 2 times after 1 second, 10 times
// with a delay that grows from 1 to 20 seconds, 100,000 times after 20 seconds: 23 days.

/** The delay before the next attempt, in milliseconds, when attempt number `attempt` failed; undefined to give up. */
export function retryDelayMs(attempt: number): number | undefined {
  if (attempt <= 3) return 0;
  if (attempt <= 5) return 1_000;
  if (attempt <= 15) return Math.round(1_000 * 20 ** ((attempt - 6) / 9));
  return attempt <= 100_015 ? 20_000 : undefined;
}
