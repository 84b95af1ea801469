// Pages of lists: `limit` items from `position` on.

import { badRequest } from "./errors.ts";

export interface PageRequest {
  readonly position?: string;
  readonly limit?: number;
}

export interface Page<T> {
  readonly items: T[];
  /** Where the next page begins; undefined on the last. */
  readonly position?: string;
}

/** One page. AWS: 25 items unless the request says otherwise, at most 500. */
export function pageOf<T>(items: readonly T[], { position, limit }: PageRequest): Page<T> {
  const size = limit ?? 25;
  // DEVIATION: AWS takes greater limits and gives 500.
  if (size < 1) throw badRequest("limit must be greater than 0");
  const start = position === undefined ? 0 : parsePosition(position);
  const end = start + Math.min(size, 500);
  return { items: items.slice(start, end), ...(end < items.length ? { position: positionOf(end) } : {}) };
}

function positionOf(index: number): string {
  return Buffer.from(`position:${index}`).toString("base64url");
}

function parsePosition(position: string): number {
  const [, index] = /^position:(\d+)$/.exec(Buffer.from(position, "base64url").toString()) ?? [];
  if (index === undefined) throw badRequest("Invalid position parameter");
  return Number(index);
}
