// Resources that a request names, or the error that they are not there.

import type { Scope } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { notFound } from "./kinds.ts";
import type { Kind, Records } from "./records.ts";
import { load, save } from "./repo.ts";

/** The resource, or the error that there is none of that id. */
export function need<K extends Kind>(tx: ReadTx, scope: Scope, kind: K, id: string): Records[K] {
  const found = load(tx, scope, kind, id);
  if (found === undefined) throw notFound(kind, id);
  return found;
}

/** Keeps a resource with some of its members changed, and gives it. */
export function amend<K extends Kind>(
  tx: WriteTx,
  scope: Scope,
  kind: K,
  id: string,
  change: Partial<Records[K]>,
): Records[K] {
  const changed = { ...need(tx, scope, kind, id), ...change };
  save(tx, scope, kind, changed);
  return changed;
}
