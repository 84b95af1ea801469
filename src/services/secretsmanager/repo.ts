// The only file that knows the keys of Secrets Manager: secrets by name, and the sealed values of their versions by the secret's ARN,
// which a new secret of the same name does not have again.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { SecretRecord, ValueRecord } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["secretsmanager", scope.account, scope.region, ...rest];

export function loadSecret(tx: ReadTx, scope: Scope, name: string): SecretRecord | undefined {
  return tx.get<SecretRecord>(key(scope, "secret", name));
}

export function saveSecret(tx: WriteTx, scope: Scope, secret: SecretRecord): void {
  tx.put(key(scope, "secret", secret.name), secret);
}

/** Removes a secret with all its values. */
export function removeSecret(tx: WriteTx, scope: Scope, { name, arn }: SecretRecord): void {
  for (const entry of [...tx.range({ prefix: key(scope, "value", arn) })]) tx.delete(entry.key);
  tx.delete(key(scope, "secret", name));
}

/** Secrets in the order of their names, from after `after` on. */
export function* listSecrets(tx: ReadTx, scope: Scope, after?: string): Generator<SecretRecord> {
  const prefix = key(scope, "secret");
  const from = after === undefined ? {} : { after: [...prefix, after] };
  for (const { value } of tx.range<SecretRecord>({ prefix, ...from })) yield value;
}

export function loadValue(tx: ReadTx, scope: Scope, arn: string, versionId: string): ValueRecord | undefined {
  return tx.get<ValueRecord>(key(scope, "value", arn, versionId));
}

export function saveValue(tx: WriteTx, scope: Scope, arn: string, versionId: string, value: ValueRecord): void {
  tx.put(key(scope, "value", arn, versionId), value);
}

export function removeValue(tx: WriteTx, scope: Scope, arn: string, versionId: string): void {
  tx.delete(key(scope, "value", arn, versionId));
}
