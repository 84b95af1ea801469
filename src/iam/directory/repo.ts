// The directory: who there is in each account. services/iam changes it, services/sts and the gateway read it.
// The only file that knows its keys, but for what accesses.ts, account-settings.ts and organization-control.ts keep. The region's part is empty: IAM is global. Names do not mind their case as keys,
// since AWS takes no two that differ only in case.

import { invariant } from "../../kernel/errors.ts";
import type { AccountId } from "../../kernel/ids.ts";
import type { Random } from "../../kernel/random.ts";
import type { Key, ReadTx, Store, WriteTx } from "../../store/store.ts";
import type {
  AccessKeyRecord,
  AccountRecord,
  GroupRecord,
  InstanceProfileRecord,
  MfaDeviceRecord,
  OidcProviderRecord,
  PolicyRecord,
  RoleRecord,
  SamlProviderRecord,
  UserRecord,
} from "./records.ts";

interface NamedRecords {
  readonly user: UserRecord;
  readonly group: GroupRecord;
  readonly role: RoleRecord;
  readonly policy: PolicyRecord;
  readonly "instance-profile": InstanceProfileRecord;
  readonly mfa: MfaDeviceRecord;
  readonly "oidc-provider": OidcProviderRecord;
  readonly "saml-provider": SamlProviderRecord;
}

/** Kinds of things that an account has by name. */
export type NamedKind = keyof NamedRecords;
/** Kinds that policies are attached to. */
export type EntityKind = "user" | "group" | "role";
/** The record of a kind. */
export type RecordOf<Kind extends NamedKind> = NamedRecords[Kind];

const namedKey = (account: string, kind: NamedKind, name: string): Key => [
  "iam",
  account,
  "",
  kind,
  name.toLowerCase(),
];
const useKey = (account: string, policyArn: string): Key => ["iam", account, "", "policy-use", policyArn];
const userKeysKey = (account: string, userName: string): Key => ["iam", account, "", "keys-of", userName.toLowerCase()];
// What is found without knowing the account stands under the empty one.
const accessKeyKey = (id: string): Key => ["iam", "", "", "access-key", id];
const accountKey = (account: string): Key => ["iam", "", "", "account", account];

/** The record of this name; the case of the name matters here, as it does to AWS. */
export function loadNamed<Kind extends NamedKind>(
  tx: ReadTx,
  account: string,
  kind: Kind,
  name: string,
): RecordOf<Kind> | undefined {
  const record = tx.get<RecordOf<Kind>>(namedKey(account, kind, name));
  return record?.name === name ? record : undefined;
}

/** True if there is a record whose name differs at most in case. */
export function isNameTaken(tx: ReadTx, account: string, kind: NamedKind, name: string): boolean {
  return tx.get(namedKey(account, kind, name)) !== undefined;
}

export function saveNamed<Kind extends NamedKind>(
  tx: WriteTx,
  account: string,
  kind: Kind,
  record: RecordOf<Kind>,
): void {
  const key = namedKey(account, kind, record.name);
  indexUses(tx, account, kind, record.name, tx.get<RecordOf<NamedKind>>(key), record);
  tx.put(key, record);
}

export function removeNamed(tx: WriteTx, account: string, kind: NamedKind, name: string): void {
  const key = namedKey(account, kind, name);
  indexUses(tx, account, kind, name, tx.get<RecordOf<NamedKind>>(key), undefined);
  tx.delete(key);
}

/** Keeps the index of who uses which managed policy: a row for each, so that a policy's uses need no walk over everybody. */
function indexUses(
  tx: WriteTx,
  account: string,
  kind: NamedKind,
  name: string,
  before: RecordOf<NamedKind> | undefined,
  after: RecordOf<NamedKind> | undefined,
): void {
  const [old, now] = [usesOf(before), usesOf(after)];
  const keyOf = (use: string): Key => [...useKey(account, use), kind, name.toLowerCase()];
  for (const use of old) if (!now.has(use)) tx.delete(keyOf(use));
  for (const use of now) if (!old.has(use)) tx.put(keyOf(use), true);
}

/** The ARNs of the managed policies that a record names. */
function usesOf(record: RecordOf<NamedKind> | undefined): ReadonlySet<string> {
  if (record === undefined || !("attachedPolicies" in record)) return new Set();
  const boundary = "boundaryArn" in record && record.boundaryArn !== undefined ? [record.boundaryArn] : [];
  return new Set([...record.attachedPolicies, ...boundary]);
}

/**
 * Users, groups and roles that name a managed policy, as attached or as their boundary; undefined in an account whose
 * index is not complete, because it is older than that.
 */
export function listPolicyUsers(
  tx: ReadTx,
  account: string,
  policyArn: string,
): readonly { readonly kind: EntityKind; readonly record: RecordOf<EntityKind> }[] | undefined {
  if (loadAccount(tx, account)?.hasPolicyUses !== true) return undefined;
  const found: { kind: EntityKind; record: RecordOf<EntityKind> }[] = [];
  for (const { key } of tx.range({ prefix: useKey(account, policyArn) })) {
    const [kind, name] = key.slice(-2) as [EntityKind, string];
    const record = tx.get<RecordOf<EntityKind>>(namedKey(account, kind, name));
    if (record !== undefined) found.push({ kind, record });
  }
  return found;
}

/** All records of a kind in the order of their names. */
export function* listNamed<Kind extends NamedKind>(tx: ReadTx, account: string, kind: Kind): Generator<RecordOf<Kind>> {
  for (const { value } of tx.range<RecordOf<Kind>>({ prefix: ["iam", account, "", kind] })) yield value;
}

export function loadAccessKey(tx: ReadTx, id: string): AccessKeyRecord | undefined {
  return tx.get<AccessKeyRecord>(accessKeyKey(id));
}

export function saveAccessKey(tx: WriteTx, key: AccessKeyRecord): void {
  tx.put(accessKeyKey(key.id), key);
  tx.put([...userKeysKey(key.account, key.userName), key.id], true);
}

export function removeAccessKey(tx: WriteTx, key: AccessKeyRecord): void {
  tx.delete(accessKeyKey(key.id));
  tx.delete([...userKeysKey(key.account, key.userName), key.id]);
}

/** A user's access keys, the oldest first. */
export function accessKeysOf(tx: ReadTx, account: string, userName: string): readonly AccessKeyRecord[] {
  const keys: AccessKeyRecord[] = [];
  for (const { key } of tx.range({ prefix: userKeysKey(account, userName) })) {
    const record = loadAccessKey(tx, String(key.at(-1)));
    if (record !== undefined) keys.push(record);
  }
  return keys.sort((a, b) => a.createdAtMs - b.createdAtMs);
}

function loadAccount(tx: ReadTx, account: string): AccountRecord | undefined {
  return tx.get<AccountRecord>(accountKey(account));
}

/** The account of a call: calls are made with credentials, and those belong to an account. */
export function requireAccount(tx: ReadTx, account: string): AccountRecord {
  const record = loadAccount(tx, account);
  invariant(record !== undefined, `There is no account "${account}".`);
  return record;
}

export function saveAccount(tx: WriteTx, record: AccountRecord): void {
  tx.put(accountKey(record.account), record);
}

/** A new account, with the id if one is wanted. Throws a RangeError if another account has that. */
export function addAccount(
  tx: WriteTx,
  random: Random,
  name: string,
  createdAtMs: number,
  id?: AccountId,
): AccountRecord {
  const taken = new Set([...listAccounts(tx)].map((record) => record.account));
  let account: string = id ?? "";
  if (id !== undefined && taken.has(id)) throw new RangeError(`There is an account ${id} already.`);
  if (id === undefined)
    do account = random.text(1, "123456789") + random.text(11, "0123456789");
    while (taken.has(account));
  const record: AccountRecord = { v: 1, account, name, createdAtMs, hasPolicyUses: true };
  saveAccount(tx, record);
  return record;
}

/** All accounts of the yard. */
export function* listAccounts(tx: ReadTx): Generator<AccountRecord> {
  for (const { value } of tx.range<AccountRecord>({ prefix: ["iam", "", "", "account"] })) yield value;
}

// Who may do what is asked on every call, so what follows from these records is cached (identity.ts). Every change goes
// through here and moves the generation, which empties the caches of this store.
const generations = new WeakMap<Store, number>();

/** Counts the changes to a store's identities. */
export function generationOf(store: Store): number {
  return generations.get(store) ?? 0;
}

/** Runs `work` as one transaction that changes identities. */
export function changeIam<T>(store: Store, work: (tx: WriteTx) => T extends PromiseLike<unknown> ? never : T): T {
  try {
    return store.write<T>(work);
  } finally {
    generations.set(store, generationOf(store) + 1);
  }
}
