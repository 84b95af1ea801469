// The only file that knows SES's keys.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type { IdentityRecord, Mail } from "./records.ts";

const key = (scope: Scope, ...rest: Key): Key => ["sesv2", scope.account, scope.region, ...rest];

// LIMIT: so many mails are kept an account and region; the oldest go first.
const KEPT_MAILS = 10_000;

// Addresses and domains are the same whatever their case, but shown as they were given.
export function loadIdentity(tx: ReadTx, scope: Scope, name: string): IdentityRecord | undefined {
  return tx.get<IdentityRecord>(key(scope, "identity", name.toLowerCase()));
}

export function saveIdentity(tx: WriteTx, scope: Scope, identity: IdentityRecord): void {
  tx.put(key(scope, "identity", identity.name.toLowerCase()), identity);
}

/** True if there was such an identity. */
export function removeIdentity(tx: WriteTx, scope: Scope, name: string): boolean {
  return tx.delete(key(scope, "identity", name.toLowerCase()));
}

/** Identities in the order of their names, from after `after` on. */
export function* listIdentities(tx: ReadTx, scope: Scope, after?: string): Generator<IdentityRecord> {
  const prefix = key(scope, "identity");
  for (const { value } of tx.range<IdentityRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after.toLowerCase()] }),
  }))
    yield value;
}

/** Keeps a mail behind all others. */
export function addMail(tx: WriteTx, scope: Scope, mail: Mail): void {
  const prefix = key(scope, "mail");
  const [newest] = tx.range({ prefix, reverse: true, limit: 1 });
  const sequence = Number(newest?.key.at(-1) ?? 0) + 1;
  tx.put([...prefix, sequence], mail);
  const [oldest] = tx.range({ prefix, limit: 1 });
  if (oldest !== undefined && Number(oldest.key.at(-1)) <= sequence - KEPT_MAILS) tx.delete(oldest.key);
}

/** All mails that are kept, the first one sent first. */
export function* listMails(tx: ReadTx, scope: Scope): Generator<Mail> {
  for (const { value } of tx.range<Mail>({ prefix: key(scope, "mail") })) yield value;
}
