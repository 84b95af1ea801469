// How many of each an account may have in a region. AWS: "Service quotas in Amazon SES".

export const MOST_IDENTITIES = 10_000;
export const MOST_TEMPLATES = 20_000;
export const MOST_SETS = 10_000;
export const MOST_VERIFICATION_TEMPLATES = 50;
export const MOST_LISTS = 1;
export const MOST_TOPICS = 20;

/** How many there are. */
export function countOf(items: Iterable<unknown>): number {
  let count = 0;
  for (const _item of items) count += 1;
  return count;
}
