// The only file that knows SES's keys. Both versions of its API work on these rows. Their prefix is that of the version that
// was here first, since yards have rows under it.

import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import type { BlobRows } from "../../store/blobs.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type {
  AccountRecord,
  ConfigurationSetRecord,
  ContactListRecord,
  ContactRecord,
  IdentityRecord,
  Mail,
  RateRecord,
  ReputationRecord,
  StatisticsRecord,
  SuppressedRecord,
  TemplateRecord,
  UnsubscribeRecord,
  VerificationTemplateRecord,
} from "./records.ts";
import type { FilterRecord, ReceivedMail, RuleSetRecord } from "./receiving/records.ts";
import type { SentMail } from "./sending/mails.ts";

const SERVICE = "sesv2";
const key = (scope: Scope, ...rest: Key): Key => [SERVICE, scope.account, scope.region, ...rest];

const shared = (...rest: Key): Key => [SERVICE, "", "", ...rest];

/** Domains that wait for their records, of all accounts. */
export function pendingDomains(tx: ReadTx): readonly { readonly scope: Scope; readonly name: string }[] {
  return [...tx.range({ prefix: shared("pending-domain") })].map(({ key: found }) => {
    const [account, region, name] = found.slice(-3).map(String);
    return { scope: { account: parseAccountId(account ?? ""), region: parseRegion(region ?? "") }, name: name ?? "" };
  });
}

export function notePendingDomain(tx: WriteTx, { account, region }: Scope, name: string): void {
  tx.put(shared("pending-domain", account, region, name), true);
}

export function forgetPendingDomain(tx: WriteTx, { account, region }: Scope, name: string): void {
  tx.delete(shared("pending-domain", account, region, name));
}

// LIMIT: so many mails are kept an account and region; the oldest go first.
const KEPT_MAILS = 10_000;

/** Records of one kind, by their names. */
export interface Shelf<T> {
  load(tx: ReadTx, scope: Scope, ...name: Key): T | undefined;
  save(tx: WriteTx, scope: Scope, record: T): void;
  /** True if there was such a record. */
  remove(tx: WriteTx, scope: Scope, ...name: Key): boolean;
  /** In the order of their names: those below the first parts of names that are given, from after `after` on. */
  list(tx: ReadTx, scope: Scope, options?: { readonly below?: Key; readonly after?: string | number }): Generator<T>;
}

function shelf<T>(kind: string, nameOf: (record: T) => Key): Shelf<T> {
  return {
    load: (tx, scope, ...name) => tx.get<T>(key(scope, kind, ...fold(name))),
    save: (tx, scope, record) => tx.put(key(scope, kind, ...fold(nameOf(record))), record),
    remove: (tx, scope, ...name) => tx.delete(key(scope, kind, ...fold(name))),
    *list(tx, scope, { below = [], after } = {}) {
      const prefix = key(scope, kind, ...fold(below));
      const from = after === undefined ? {} : { after: [...prefix, ...fold([after])] };
      for (const { value } of tx.range<T>({ prefix, ...from })) yield value;
    },
  };

  // Addresses and domains are the same whatever their case, but shown as they were given.
  function fold(name: Key): Key {
    return FOLDED.has(kind) ? name.map((part) => (typeof part === "string" ? part.toLowerCase() : part)) : name;
  }
}

const FOLDED: ReadonlySet<string> = new Set(["identity", "suppressed"]);

export const identities = shelf<IdentityRecord>("identity", ({ name }) => [name]);
export const templates = shelf<TemplateRecord>("template", ({ name }) => [name]);
export const verificationTemplates = shelf<VerificationTemplateRecord>("verification-template", ({ name }) => [name]);
export const configurationSets = shelf<ConfigurationSetRecord>("configuration-set", ({ name }) => [name]);
export const reputations = shelf<ReputationRecord>("reputation", ({ name }) => [name]);
export const suppressed = shelf<SuppressedRecord>("suppressed", ({ address }) => [address]);
export const contactLists = shelf<ContactListRecord>("contact-list", ({ name }) => [name]);
export const contacts = shelf<ContactRecord>("contact", ({ list, address }) => [list, address.toLowerCase()]);
export const unsubscribes = shelf<UnsubscribeRecord>("unsubscribe", ({ token }) => [token]);
export const ruleSets = shelf<RuleSetRecord>("rule-set", ({ name }) => [name]);
export const receiptFilters = shelf<FilterRecord>("receipt-filter", ({ name }) => [name]);
export const receivedMails = shelf<ReceivedMail>("received", ({ messageId }) => [messageId]);
/** Mails whose events can still happen: as many as the inbox has. */
export const sentMails = shelf<SentMail>("sent", ({ messageId }) => [messageId]);
export const statistics = shelf<StatisticsRecord>("statistics", ({ startMs }) => [startMs]);

const rates = shelf<RateRecord>("rate", () => []);
const accounts = shelf<AccountRecord>("account", () => []);

// DEVIATION: AWS's accounts begin in the sandbox; an account of the yard begins with production access, since nothing that it
// sends reaches anybody. PutAccountDetails with ProductionAccessEnabled false leads into the sandbox.
const NEW_ACCOUNT: AccountRecord = {
  v: 1,
  isSending: true,
  isInProduction: true,
  suppressedReasons: ["BOUNCE", "COMPLAINT"],
};

export function loadAccount(tx: ReadTx, scope: Scope): AccountRecord {
  return accounts.load(tx, scope) ?? NEW_ACCOUNT;
}

export function changeAccount(tx: WriteTx, scope: Scope, change: Partial<AccountRecord>): void {
  accounts.save(tx, scope, { ...loadAccount(tx, scope), ...change });
}

/** How much was sent in the second that `nowMs` is in. */
export function sentInSecond(tx: ReadTx, scope: Scope, nowMs: number): number {
  const rate = rates.load(tx, scope);
  return rate?.secondMs === secondOf(nowMs) ? rate.sent : 0;
}

export function countInSecond(tx: WriteTx, scope: Scope, nowMs: number, sent: number): void {
  rates.save(tx, scope, { v: 1, secondMs: secondOf(nowMs), sent: sentInSecond(tx, scope, nowMs) + sent });
}

const secondOf = (nowMs: number): number => nowMs - (nowMs % 1_000);

/** Keeps a mail behind all others, and forgets the oldest where there are too many. */
export function addMail(tx: WriteTx, scope: Scope, mail: Mail): void {
  const prefix = key(scope, "mail");
  const [newest] = tx.range({ prefix, reverse: true, limit: 1 });
  const sequence = Number(newest?.key.at(-1) ?? 0) + 1;
  tx.put([...prefix, sequence], mail);
  const [oldest] = tx.range<Mail>({ prefix, limit: 1 });
  if (oldest === undefined || Number(oldest.key.at(-1)) > sequence - KEPT_MAILS) return;
  sentMails.remove(tx, scope, oldest.value.messageId);
  tx.delete(oldest.key);
}

/** All mails that are kept, the first one sent first. */
export function* listMails(tx: ReadTx, scope: Scope): Generator<Mail> {
  for (const { value } of tx.range<Mail>({ prefix: key(scope, "mail") })) yield value;
}

// Which account receives the mails of the yard is asked without knowing the account, so active rule sets have an index.
const ACTIVE = "ses-active-rule-sets";

/** The name of the rule set that applies to mails that come in; undefined if none does. */
export function activeRuleSet(tx: ReadTx, scope: Scope): string | undefined {
  return tx.get<{ readonly v: 1; readonly name: string }>([ACTIVE, scope.account, scope.region])?.name;
}

export function setActiveRuleSet(tx: WriteTx, scope: Scope, name: string | undefined): void {
  if (name === undefined) tx.delete([ACTIVE, scope.account, scope.region]);
  else tx.put([ACTIVE, scope.account, scope.region], { v: 1, name });
}

/** All accounts and regions that have an active rule set. */
export function* activeReceivers(tx: ReadTx): Generator<{ readonly account: string; readonly region: string }> {
  for (const { key: row } of tx.range({ prefix: [ACTIVE] })) yield { account: String(row[1]), region: String(row[2]) };
}

/** Mails are kept as blobs: those that were sent, and those that came in until their rules have run. */
export const blobRows: readonly BlobRows[] = [
  {
    prefix: [SERVICE],
    references: (value) => {
      const { raw } = (value ?? {}) as { readonly raw?: unknown };
      if (typeof raw !== "object" || raw === null || !("sha256" in raw)) return [];
      return [String(raw.sha256)];
    },
  },
];
