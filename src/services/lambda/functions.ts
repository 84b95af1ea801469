// Finding functions, and choosing the version that a qualifier stands for.

import type { Random } from "../../kernel/random.ts";
import type { Scope } from "../../service/context.ts";
import type { ReadTx } from "../../store/store.ts";
import { functionNotFound } from "./errors.ts";
import { LATEST, functionArn, isVersionNumber, referenceArn } from "./names.ts";
import type { FunctionReference } from "./names.ts";
import type { AliasRecord, FunctionRecord, VersionRecord } from "./records.ts";
import { loadAlias, loadFunction, loadVersion } from "./repo.ts";

/** A function with one of its versions. */
export interface Target {
  readonly scope: Scope;
  readonly function: FunctionRecord;
  readonly version: VersionRecord;
  /** As the request named it; "" if it did not. */
  readonly qualifier: string;
}

/** The function itself; throws ResourceNotFoundException. */
export function requireFunction(tx: ReadTx, reference: FunctionReference): FunctionRecord {
  const record = loadFunction(tx, reference.scope, reference.name);
  if (record === undefined) throw functionNotFound(referenceArn(reference));
  return record;
}

/** The version that a request means; an alias gives the one that it points to, weights left aside. */
export function requireTarget(tx: ReadTx, reference: FunctionReference): Target {
  return resolve(tx, reference, (alias) => alias.version);
}

/** The version that runs an invocation: an alias with weights draws one. */
export function drawTarget(tx: ReadTx, reference: FunctionReference, random: Random): Target {
  return resolve(tx, reference, (alias) => drawVersion(alias, random));
}

function resolve(tx: ReadTx, reference: FunctionReference, choose: (alias: AliasRecord) => string): Target {
  const { scope, name, qualifier } = reference;
  const record = requireFunction(tx, reference);
  let wanted = qualifier ?? LATEST;
  if (wanted !== LATEST && !isVersionNumber(wanted)) {
    const alias = loadAlias(tx, scope, name, wanted);
    if (alias === undefined) throw functionNotFound(functionArn(scope, name, wanted));
    wanted = choose(alias);
  }
  const version = loadVersion(tx, scope, name, wanted);
  if (version === undefined) throw functionNotFound(functionArn(scope, name, wanted));
  return { scope, function: record, version, qualifier: qualifier ?? "" };
}

// LIMIT: weights have up to five decimals in practice; a millionth is finer than anyone can tell.
const DRAWS = 1_000_000;

function drawVersion(alias: AliasRecord, random: Random): string {
  if (alias.weights === undefined) return alias.version;
  let left = random.integer(DRAWS) / DRAWS;
  for (const [version, weight] of Object.entries(alias.weights)) {
    if (left < weight) return version;
    left -= weight;
  }
  return alias.version;
}
