// Finds the key that a request means: by its id, its ARN, an alias or an alias's ARN.

import { formatArn, parseArn } from "../../kernel/arns.ts";
import { isRegion, parseAccountId } from "../../kernel/ids.ts";
import type { Context, Scope, YardContext } from "../../service/context.ts";
import type { ReadTx, WriteTx } from "../../store/store.ts";
import { readHeader } from "./crypto/blob.ts";
import {
  aliasNotFound,
  invalidArn,
  invalidCiphertext,
  invalidKeyId,
  keyNotFound,
  managedKey,
  otherAccount,
  otherRegion,
} from "./errors.ts";
import type { KeyRecord } from "./records.ts";
import { loadAlias, loadKey, saveKey } from "./repo.ts";
import { requireState } from "./states.ts";

/** A key as operations use it. */
export interface Key {
  readonly scope: Scope;
  readonly arn: string;
  readonly record: KeyRecord;
}

/** What a KeyId member says: which account's key or alias. */
export interface KeyReference {
  readonly scope: Scope;
  /** Either the key's id, or the alias with its prefix. */
  readonly keyId?: string;
  readonly alias?: string;
}

export function keyArn(scope: Scope, keyId: string): string {
  return formatArn("kms", scope.region, scope.account, `key/${keyId}`);
}

export function aliasArn(scope: Scope, name: string): string {
  return formatArn("kms", scope.region, scope.account, name);
}

/** Reads a KeyId member; throws for ARNs of other services and Regions. */
export function parseKeyReference(text: string, scope: Scope): KeyReference {
  if (!text.startsWith("arn:")) return named(text, scope);
  const arn = parseArn(text);
  if (arn?.partition !== "aws" || arn.service !== "kms") throw invalidArn(text);
  if (!/^\d{12}$/.test(arn.account)) throw invalidArn(arn.account);
  if (!isRegion(arn.region)) throw invalidArn(arn.region);
  if (arn.region !== scope.region) throw otherRegion(arn.region);
  const home = { account: parseAccountId(arn.account), region: scope.region };
  if (arn.resource.startsWith("key/")) return { scope: home, keyId: arn.resource.slice("key/".length) };
  if (arn.resource.startsWith("alias/")) return { scope: home, alias: arn.resource };
  throw invalidArn(arn.resource);
}

function named(text: string, scope: Scope): KeyReference {
  return text.startsWith("alias/") ? { scope, alias: text } : { scope, keyId: text };
}

/** The key that a reference means, if it is there. */
export function findKey(tx: ReadTx, { scope, keyId, alias }: KeyReference): Key | undefined {
  const id = keyId ?? (alias === undefined ? undefined : loadAlias(tx, scope, alias)?.keyId);
  const record = id === undefined ? undefined : loadKey(tx, scope, id);
  return record === undefined ? undefined : { scope, arn: keyArn(scope, record.keyId), record };
}

/** The ARN on which permission is asked: the key's, also where an alias was given; what is not there is asked by name. */
export function arnForPermission(yard: YardContext, text: string, scope: Scope): string {
  const reference = parseKeyReference(text, scope);
  const found = yard.store.read((tx) => findKey(tx, reference));
  if (found !== undefined) return found.arn;
  return reference.alias === undefined
    ? keyArn(reference.scope, reference.keyId ?? text)
    : aliasArn(reference.scope, reference.alias);
}

export interface KeyDemand {
  /** Aliases are refused: operations that manage a key take its id or ARN only. */
  readonly isById?: boolean;
}

/** The key of a KeyId member in a state that lets the operation go on; throws NotFoundException and the state's errors. */
export function requireKey(
  context: Context,
  text: string,
  operation: string,
  demand: KeyDemand = {},
  tx?: ReadTx,
): Key {
  const reference = parseKeyReference(text, context);
  if (demand.isById === true && reference.alias !== undefined)
    // AWS: inferred from "To specify a KMS key, use its key ID or key ARN".
    throw text.startsWith("arn:") ? invalidArn(reference.alias) : invalidKeyId(text);
  const key = tx === undefined ? context.store.read((read) => findKey(read, reference)) : findKey(tx, reference);
  if (key === undefined) throw notFound(reference, text);
  requireState(key, operation);
  return key;
}

/** Changes a customer's key in one transaction; `change` gets the stored record. AWS managed keys nobody changes. */
export function updateCustomerKey(
  context: Context,
  text: string,
  operation: string,
  change: (key: Key, tx: WriteTx) => KeyRecord,
): Key {
  return context.store.write((tx) => {
    const key = requireKey(context, text, operation, { isById: true }, tx);
    // AWS: "Cross-account use: No", of every operation that changes a key.
    if (key.scope.account !== context.account) throw otherAccount(key.arn);
    if (key.record.manager === "AWS") throw managedKey(key.arn);
    const record = change(key, tx);
    saveKey(tx, key.scope, record);
    return { ...key, record };
  });
}

/** The ARN of the key that made a ciphertext, in the Region of the call: a replica decrypts what its primary encrypted. */
export function keyOfCiphertext(blob: Uint8Array | undefined, { region }: Pick<Scope, "region">): string {
  const header = blob === undefined ? undefined : readHeader(blob);
  if (header === undefined) throw invalidCiphertext();
  // AWS: a ciphertext of another Region is none here, unless its key has a relative here.
  if (header.region !== region && !header.keyId.startsWith("mrk-")) throw invalidCiphertext();
  return formatArn("kms", region, header.account, `key/${header.keyId}`);
}

function notFound({ scope, keyId, alias }: KeyReference, text: string) {
  if (alias !== undefined) return aliasNotFound(aliasArn(scope, alias));
  // AWS: a text that has no id's form is told back as it is.
  if (keyId === undefined || !/^(?:mrk-[0-9a-f]{32}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/.test(keyId))
    return invalidKeyId(keyId ?? text);
  return keyNotFound(keyArn(scope, keyId));
}
