// Keys and records of the type registry: the only file that knows where they are stored. They have a prefix of their own, since versions and
// registrations name blobs.

import type { Scope } from "../../../service/context.ts";
import { blobNamesIn } from "../../../store/blobs.ts";
import type { BlobRows } from "../../../store/blobs.ts";
import type { Key, ReadTx, WriteTx } from "../../../store/store.ts";
import type {
  HandlerRunRecord,
  RegistrationRecord,
  TypeConfigurationRecord,
  TypeRecord,
  TypeVersionRecord,
} from "./records.ts";

const PREFIX = "cloudformation-registry";
type Kind = "type" | "version" | "registration" | "registration-request" | "configuration" | "handler-run";

function key(scope: Scope, kind: Kind, ...rest: readonly string[]): Key {
  return [PREFIX, scope.account, scope.region, kind, ...rest];
}

/** Where packages and code are named. */
export const registryBlobRows: BlobRows = { prefix: [PREFIX], references: blobNamesIn };

function list<T>(tx: ReadTx, prefix: Key): T[] {
  return Array.from(tx.range<T>({ prefix }), ({ value }) => value);
}

export function loadType(tx: ReadTx, scope: Scope, typeName: string): TypeRecord | undefined {
  return tx.get<TypeRecord>(key(scope, "type", typeName));
}

export function saveType(tx: WriteTx, scope: Scope, type: TypeRecord): void {
  tx.put(key(scope, "type", type.typeName), type);
}

/** All types, also deregistered ones, by name. */
export function listTypeRecords(tx: ReadTx, scope: Scope): TypeRecord[] {
  return list(tx, key(scope, "type"));
}

export function loadVersion(
  tx: ReadTx,
  scope: Scope,
  typeName: string,
  versionId: string,
): TypeVersionRecord | undefined {
  return tx.get<TypeVersionRecord>(key(scope, "version", typeName, versionId));
}

export function saveVersion(tx: WriteTx, scope: Scope, version: TypeVersionRecord): void {
  tx.put(key(scope, "version", version.typeName, version.versionId), version);
}

/** All versions of a type, or of all types, oldest first. */
export function listVersions(tx: ReadTx, scope: Scope, typeName?: string): TypeVersionRecord[] {
  return list(tx, typeName === undefined ? key(scope, "version") : key(scope, "version", typeName));
}

export function loadRegistration(tx: ReadTx, scope: Scope, token: string): RegistrationRecord | undefined {
  return tx.get<RegistrationRecord>(key(scope, "registration", token));
}

/** The registration that a client's token began. */
export function findRequested(tx: ReadTx, scope: Scope, clientToken: string): RegistrationRecord | undefined {
  const token = tx.get<string>(key(scope, "registration-request", clientToken));
  return token === undefined ? undefined : loadRegistration(tx, scope, token);
}

export function saveRegistration(tx: WriteTx, scope: Scope, registration: RegistrationRecord): void {
  tx.put(key(scope, "registration", registration.token), registration);
  if (registration.clientToken !== undefined)
    tx.put(key(scope, "registration-request", registration.clientToken), registration.token);
}

/** All registrations, in no order. */
export function listRegistrations(tx: ReadTx, scope: Scope): RegistrationRecord[] {
  return list(tx, key(scope, "registration"));
}

export function loadConfiguration(
  tx: ReadTx,
  scope: Scope,
  typeName: string,
  alias: string,
): TypeConfigurationRecord | undefined {
  return tx.get<TypeConfigurationRecord>(key(scope, "configuration", typeName, alias));
}

export function saveConfiguration(tx: WriteTx, scope: Scope, configuration: TypeConfigurationRecord): void {
  tx.put(key(scope, "configuration", configuration.typeName, configuration.alias), configuration);
}

export function loadHandlerRun(tx: ReadTx, scope: Scope, token: string): HandlerRunRecord | undefined {
  return tx.get<HandlerRunRecord>(key(scope, "handler-run", token));
}

/** What all handlers said last, in no order. */
export function listHandlerRuns(tx: ReadTx, scope: Scope): HandlerRunRecord[] {
  return list(tx, key(scope, "handler-run"));
}

export function saveHandlerRun(tx: WriteTx, scope: Scope, token: string, run: HandlerRunRecord): void {
  tx.put(key(scope, "handler-run", token), run);
}

export function deleteHandlerRun(tx: WriteTx, scope: Scope, token: string): void {
  tx.delete(key(scope, "handler-run", token));
}
