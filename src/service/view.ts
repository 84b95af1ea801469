// What a service shows of its insides to whoever runs the machine: rows that no operation of AWS gives without changing something,
// such as the messages of a queue without receiving them. Asked through the control API only (src/inspect/look.ts).

import type { ReadTx } from "../store/store.ts";
import type { Scope } from "./context.ts";

export interface ViewRequest {
  /** The resource's name, as its service has it: a queue's, a stream's. */
  readonly resource: string;
  readonly nowMs: number;
}

/** The rows of one resource, in the order in which the service keeps them; undefined if there is no such resource. Pure reading. */
export type View = (tx: ReadTx, scope: Scope, request: ViewRequest) => Iterable<object> | undefined;
