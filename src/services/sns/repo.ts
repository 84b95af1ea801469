// The only file that knows SNS's keys.

import { parseAccountId } from "../../kernel/ids.ts";
import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type {
  ArchivedRecord,
  DeduplicationRecord,
  InboxRecord,
  OptOutRecord,
  SandboxNumberRecord,
  SigningKeyRecord,
  SubscriptionRecord,
  TokenRecord,
  TopicRecord,
} from "./records.ts";
import type { EndpointRecord, PlatformAddress, PlatformApplicationRecord } from "./push.ts";

const key = (scope: Scope, ...rest: Key): Key => ["sns", scope.account, scope.region, ...rest];

export function loadTopic(tx: ReadTx, scope: Scope, name: string): TopicRecord | undefined {
  return tx.get<TopicRecord>(key(scope, "topic", name));
}

export function saveTopic(tx: WriteTx, scope: Scope, topic: TopicRecord): void {
  tx.put(key(scope, "topic", topic.name), topic);
}

/** Removes a topic with its subscriptions. */
export function removeTopic(tx: WriteTx, scope: Scope, name: string): void {
  for (const subscription of [...listSubscriptions(tx, scope, { topicName: name })])
    removeSubscription(tx, scope, subscription);
  tx.delete(key(scope, "topic", name));
}

/** Topics in the order of their names. */
export function* listTopics(tx: ReadTx, scope: Scope, after?: string): Generator<TopicRecord> {
  const prefix = key(scope, "topic");
  for (const { value } of tx.range<TopicRecord>({
    prefix,
    ...(after === undefined ? {} : { after: [...prefix, after] }),
  }))
    yield value;
}

export function loadSubscription(
  tx: ReadTx,
  scope: Scope,
  topicName: string,
  id: string,
): SubscriptionRecord | undefined {
  return tx.get<SubscriptionRecord>(key(scope, "subscription", topicName, id));
}

export function saveSubscription(tx: WriteTx, scope: Scope, subscription: SubscriptionRecord): void {
  tx.put(key(scope, "subscription", subscription.topicName, subscription.id), subscription);
  if (subscription.owner !== scope.account) tx.put(foreignKey(scope, subscription), true);
}

export function removeSubscription(tx: WriteTx, scope: Scope, subscription: SubscriptionRecord): void {
  tx.delete(key(scope, "subscription", subscription.topicName, subscription.id));
  if (subscription.owner !== scope.account) tx.delete(foreignKey(scope, subscription));
}

// Where the owner of a subscription to another account's topic finds it.
function foreignKey(scope: Scope, { owner, topicName, id }: SubscriptionRecord): Key {
  return ["sns", owner, scope.region, "foreign-subscription", scope.account, topicName, id];
}

/** The account's subscriptions to other accounts' topics. */
export function* listForeignSubscriptions(
  tx: ReadTx,
  scope: Scope,
  after: { readonly account: string; readonly topicName: string; readonly id: string } | undefined,
): Generator<{ readonly scope: Scope; readonly subscription: SubscriptionRecord }> {
  const prefix = key(scope, "foreign-subscription");
  const begin = after === undefined ? {} : { after: [...prefix, after.account, after.topicName, after.id] };
  for (const entry of tx.range({ prefix, ...begin })) {
    const [account = "", topicName = "", id = ""] = entry.key.slice(prefix.length).map(String);
    const topicScope = { account: parseAccountId(account), region: scope.region };
    const subscription = loadSubscription(tx, topicScope, topicName, id);
    if (subscription !== undefined) yield { scope: topicScope, subscription };
  }
}

/** The subscriptions of one topic, or of all, in the order of their topics. */
export function* listSubscriptions(
  tx: ReadTx,
  scope: Scope,
  options: { topicName?: string; after?: { topicName: string; id: string } } = {},
): Generator<SubscriptionRecord> {
  const { topicName, after } = options;
  const prefix = key(scope, "subscription", ...(topicName === undefined ? [] : [topicName]));
  for (const { value } of tx.range<SubscriptionRecord>({
    prefix,
    ...(after === undefined ? {} : { after: key(scope, "subscription", after.topicName, after.id) }),
  }))
    yield value;
}

export function loadToken(tx: ReadTx, scope: Scope, token: string): TokenRecord | undefined {
  return tx.get<TokenRecord>(key(scope, "token", token));
}

export function saveToken(tx: WriteTx, scope: Scope, token: string, record: TokenRecord): void {
  tx.put(key(scope, "token", token), record);
}

export function removeToken(tx: WriteTx, scope: Scope, token: string): void {
  tx.delete(key(scope, "token", token));
}

// LIMIT: so many messages to people are kept an account and region; the oldest go first.
const KEPT_IN_INBOX = 10_000;

/** Keeps a message to a person behind all others. */
export function addToInbox(tx: WriteTx, scope: Scope, record: InboxRecord): void {
  const prefix = key(scope, "inbox");
  const [newest] = tx.range({ prefix, reverse: true, limit: 1 });
  const sequence = Number(newest?.key.at(-1) ?? 0) + 1;
  tx.put([...prefix, sequence], record);
  const [oldest] = tx.range({ prefix, limit: 1 });
  if (oldest !== undefined && Number(oldest.key.at(-1)) <= sequence - KEPT_IN_INBOX) tx.delete(oldest.key);
}

/** All messages to people that are kept, the first one sent first. */
export function* listInbox(tx: ReadTx, scope: Scope): Generator<InboxRecord> {
  for (const { value } of tx.range<InboxRecord>({ prefix: key(scope, "inbox") })) yield value;
}

export function loadSmsAttributes(tx: ReadTx, scope: Scope): Readonly<Record<string, string>> {
  return tx.get<Readonly<Record<string, string>>>(key(scope, "sms-attributes")) ?? {};
}

export function saveSmsAttributes(tx: WriteTx, scope: Scope, attributes: Readonly<Record<string, string>>): void {
  tx.put(key(scope, "sms-attributes"), attributes);
}

export function loadOptOut(tx: ReadTx, scope: Scope, number: string): OptOutRecord | undefined {
  return tx.get<OptOutRecord>(key(scope, "opt-out", number));
}

export function saveOptOut(tx: WriteTx, scope: Scope, record: OptOutRecord): void {
  tx.put(key(scope, "opt-out", record.number), record);
}

/** Numbers that opted out or had, in their order. */
export function* listOptOuts(tx: ReadTx, scope: Scope, after?: string): Generator<OptOutRecord> {
  yield* listNamed<OptOutRecord>(tx, key(scope, "opt-out"), after);
}

export function loadSandboxNumber(tx: ReadTx, scope: Scope, number: string): SandboxNumberRecord | undefined {
  return tx.get<SandboxNumberRecord>(key(scope, "sandbox-number", number));
}

export function saveSandboxNumber(tx: WriteTx, scope: Scope, record: SandboxNumberRecord): void {
  tx.put(key(scope, "sandbox-number", record.number), record);
}

export function removeSandboxNumber(tx: WriteTx, scope: Scope, number: string): void {
  tx.delete(key(scope, "sandbox-number", number));
}

/** Numbers in the SMS sandbox, in their order. */
export function* listSandboxNumbers(tx: ReadTx, scope: Scope, after?: string): Generator<SandboxNumberRecord> {
  yield* listNamed<SandboxNumberRecord>(tx, key(scope, "sandbox-number"), after);
}

export function loadPlatformApplication(tx: ReadTx, address: PlatformAddress): PlatformApplicationRecord | undefined {
  return tx.get<PlatformApplicationRecord>(key(address.scope, "application", nameOf(address)));
}

export function savePlatformApplication(tx: WriteTx, scope: Scope, record: PlatformApplicationRecord): void {
  tx.put(key(scope, "application", `${record.platform}/${record.name}`), record);
}

/** Removes an application with its endpoints. */
export function removePlatformApplication(tx: WriteTx, address: PlatformAddress): void {
  for (const endpoint of [...listEndpoints(tx, address)]) removeEndpoint(tx, address, endpoint.id);
  tx.delete(key(address.scope, "application", nameOf(address)));
}

/** Applications in the order of platform and name. */
export function* listPlatformApplications(
  tx: ReadTx,
  scope: Scope,
  after?: string,
): Generator<PlatformApplicationRecord> {
  yield* listNamed<PlatformApplicationRecord>(tx, key(scope, "application"), after);
}

export function loadEndpoint(tx: ReadTx, address: PlatformAddress, id: string): EndpointRecord | undefined {
  return tx.get<EndpointRecord>(key(address.scope, "endpoint", nameOf(address), id));
}

export function saveEndpoint(tx: WriteTx, address: PlatformAddress, endpoint: EndpointRecord): void {
  const before = loadEndpoint(tx, address, endpoint.id);
  if (before !== undefined) tx.delete(key(address.scope, "endpoint-token", nameOf(address), before.token));
  tx.put(key(address.scope, "endpoint", nameOf(address), endpoint.id), endpoint);
  tx.put(key(address.scope, "endpoint-token", nameOf(address), endpoint.token), endpoint.id);
}

export function removeEndpoint(tx: WriteTx, address: PlatformAddress, id: string): void {
  const endpoint = loadEndpoint(tx, address, id);
  if (endpoint === undefined) return;
  tx.delete(key(address.scope, "endpoint", nameOf(address), id));
  tx.delete(key(address.scope, "endpoint-token", nameOf(address), endpoint.token));
}

/** The endpoint of an application that has this device's token. */
export function findEndpoint(tx: ReadTx, address: PlatformAddress, token: string): EndpointRecord | undefined {
  const id = tx.get<string>(key(address.scope, "endpoint-token", nameOf(address), token));
  return id === undefined ? undefined : loadEndpoint(tx, address, id);
}

/** An application's endpoints in the order of their ids. */
export function* listEndpoints(tx: ReadTx, address: PlatformAddress, after?: string): Generator<EndpointRecord> {
  yield* listNamed<EndpointRecord>(tx, key(address.scope, "endpoint", nameOf(address)), after);
}

function nameOf({ platform, application }: PlatformAddress): string {
  return `${platform}/${application}`;
}

function* listNamed<T>(tx: ReadTx, prefix: Key, after: string | undefined): Generator<T> {
  for (const { value } of tx.range<T>({ prefix, ...(after === undefined ? {} : { after: [...prefix, after] }) }))
    yield value;
}

export function saveArchived(tx: WriteTx, scope: Scope, topicName: string, record: ArchivedRecord): void {
  tx.put(key(scope, "archive", topicName, record.sequenceNumber), record);
}

export function removeArchived(tx: WriteTx, scope: Scope, topicName: string, record: ArchivedRecord): void {
  tx.delete(key(scope, "archive", topicName, record.sequenceNumber));
}

/** A topic's archived messages, the first one published first. */
export function* listArchived(tx: ReadTx, scope: Scope, topicName: string, limit?: number): Generator<ArchivedRecord> {
  const prefix = key(scope, "archive", topicName);
  for (const { value } of tx.range<ArchivedRecord>({ prefix, ...(limit === undefined ? {} : { limit }) })) yield value;
}

export function loadDeduplication(
  tx: ReadTx,
  scope: Scope,
  topicName: string,
  id: string,
): DeduplicationRecord | undefined {
  return tx.get<DeduplicationRecord>(key(scope, "deduplication", topicName, id));
}

/** Keeps what was accepted, and forgets a few that are over. */
export function saveDeduplication(
  tx: WriteTx,
  scope: Scope,
  topicName: string,
  id: string,
  record: DeduplicationRecord,
  nowMs: number,
): void {
  const ends = key(scope, "deduplication-end", topicName);
  const ended = [...tx.range({ prefix: ends, end: [...ends, nowMs], limit: 20 })].map((entry) => entry.key);
  for (const end of ended) {
    tx.delete(end);
    tx.delete(key(scope, "deduplication", topicName, end.at(-1) ?? ""));
  }
  tx.put(key(scope, "deduplication", topicName, id), record);
  tx.put([...ends, record.untilMs, id], true);
}

export function loadSigningKey(tx: ReadTx, scope: Scope): SigningKeyRecord | undefined {
  return tx.get<SigningKeyRecord>(key(scope, "signing-key"));
}

export function saveSigningKey(tx: WriteTx, scope: Scope, record: SigningKeyRecord): void {
  tx.put(key(scope, "signing-key"), record);
  tx.put(["sns", "", "", "certificate", record.id], record.certificatePem);
}

/** A certificate by the id in its URL, of whatever account. */
export function loadCertificate(tx: ReadTx, id: string): string | undefined {
  return tx.get<string>(["sns", "", "", "certificate", id]);
}
