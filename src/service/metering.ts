// What services say of their use: rows of one hour, one resource, in the measures that AWS bills. What a cost report is
// made of.

import type { ReadTx } from "../store/store.ts";
import type { Scope } from "./context.ts";

export interface UsageRow {
  /** The hour's beginning, in ISO 8601. */
  readonly hour: string;
  /** Whose use it is: an ARN. */
  readonly resource: string;
  /** The stack that the resource belonged to then, if it was one's. */
  readonly stackName?: string;
  /** By the measure's name, such as "Requests" or "Lambda-GB-Second". */
  readonly measures: Readonly<Record<string, number>>;
}

/** The rows of an account and region from one hour up to another one, which is left out. */
export type UsageSource = (tx: ReadTx, scope: Scope, fromMs: number, untilMs: number) => Iterable<UsageRow>;
