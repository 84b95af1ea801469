// The latest requests that were denied, with what was decided on: for `stackyard why-denied`. In memory, as the request log is.

import type { AuthorizationInput } from "../iam/authorization.ts";

/** One thing that was asked for and not allowed, from outside or by a service. */
export interface DenialRecord {
  /** Of the request that asked; undefined where no request stands behind it. */
  readonly requestId: string | undefined;
  readonly atMs: number;
  readonly asked: AuthorizationInput;
}

export interface DenialLog {
  record(denial: DenialRecord): void;
  /** Those of one request, or of all; newest first. */
  find(requestId?: string): readonly DenialRecord[];
}

/** A log that keeps the last `capacity` denials. */
export function createDenialLog(capacity: number): DenialLog {
  const denials: DenialRecord[] = [];
  return {
    record(denial) {
      if (denials.push(denial) > capacity) denials.shift();
    },
    find: (requestId) =>
      denials.filter((denial) => requestId === undefined || denial.requestId === requestId).toReversed(),
  };
}
