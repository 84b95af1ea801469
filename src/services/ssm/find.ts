// Finds the version that a reference means.

import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { labelNotFound, versionNotFound } from "./errors.ts";
import type { Reference } from "./name.ts";
import type { ParameterVersionRecord } from "./records.ts";
import { loadParameter, loadVersion } from "./repo.ts";

/** Undefined if there is no such parameter; throws if the parameter is there and the version is not. */
export function findVersion(
  tx: ReadTx,
  scope: Scope,
  { name, selector }: Reference,
): ParameterVersionRecord | undefined {
  const latest = loadParameter(tx, scope, name);
  if (latest === undefined || selector === undefined) return latest;
  const wanted = selector.slice(1);
  const number = /^\d+$/.test(wanted) ? Number(wanted) : latest.labels?.[wanted];
  if (number === undefined) throw labelNotFound(name, wanted);
  const version = loadVersion(tx, scope, name, number);
  if (version === undefined) throw versionNotFound(name, wanted);
  return version;
}
