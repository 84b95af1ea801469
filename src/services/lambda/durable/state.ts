// What a function is shown of its execution's operations, page by page.

import type { ReadTx } from "../../../store/store.ts";
import { invalidParameter } from "../errors.ts";
import type { ExecutionReference, OperationRecord } from "./records.ts";
import { listOperations } from "./repo.ts";

// LIMIT: ours: what an invocation brings at once; events of functions have up to 6 MB. The rest is asked for.
const MOST_PAGE_BYTES = 4_194_304;

/**
 * The operations that are needed to go on, in the order in which they started. AWS: "GetDurableExecutionState": completed
 * contexts do not show what is in them, unless they replay their children.
 */
export function shownOperations(tx: ReadTx, reference: ExecutionReference): readonly OperationRecord[] {
  const contexts = new Map<string, { readonly hidesChildren: boolean }>();
  const shown: OperationRecord[] = [];
  for (const operation of listOperations(tx, reference)) {
    const { id, type, status, parentId, replaysChildren } = operation;
    // A parent has started before what is in it.
    const isHidden = parentId !== undefined && contexts.get(parentId)?.hidesChildren === true;
    if (type === "CONTEXT") {
      const isOver = status === "SUCCEEDED" || status === "FAILED";
      contexts.set(id, { hidesChildren: isHidden || (isOver && replaysChildren !== true) });
    }
    if (!isHidden) shown.push(operation);
  }
  return shown;
}

/** A page of operations, and the marker of the next. */
export function pageOfOperations(
  operations: readonly OperationRecord[],
  { marker, limit }: { readonly marker?: string | undefined; readonly limit: number },
): { readonly items: readonly OperationRecord[]; readonly nextMarker?: string } {
  const after = readNumberMarker(marker) ?? -1;
  const items: OperationRecord[] = [];
  let bytes = 0;
  for (const operation of operations) {
    if (operation.number <= after) continue;
    bytes += sizeOf(operation);
    const last = items.at(-1);
    if (last !== undefined && (items.length === limit || bytes > MOST_PAGE_BYTES))
      return { items, nextMarker: formatNumberMarker(last.number) };
    items.push(operation);
  }
  return { items };
}

function sizeOf({ input, result, error }: OperationRecord): number {
  const text = (input?.length ?? 0) + (result?.length ?? 0);
  return 400 + text + (error === undefined ? 0 : JSON.stringify(error).length);
}

/** The marker after a number. */
export function formatNumberMarker(number: number): string {
  return Buffer.from(`after ${number}`).toString("base64url");
}

/** The number that a marker stands for; throws for what is none. */
export function readNumberMarker(marker: string | undefined): number | undefined {
  if (marker === undefined || marker === "") return undefined;
  const match = /^after (\d{1,9})$/.exec(Buffer.from(marker, "base64url").toString());
  if (match === null) throw invalidParameter("The provided Marker is invalid.");
  return Number(match[1]);
}
