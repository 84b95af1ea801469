// The only file that knows SQS's keys. A queue's messages live below its content id:
//
//   message  seq               the message
//   ready    seq               listed for receiving: of groups only the first message, in a FIFO queue while the group is free
//   noisy    in flight, seq    standard queues only: the first message of each noisy tenant
//   waiting  visibleAtMs, seq  delayed or in flight until then
//   line     group, seq        the group's visible messages in order
//   group    group             the group's state
//
// So a receive reads the first entry of `ready` and of `waiting`, whatever the queue holds.

import type { Scope } from "../../service/context.ts";
import type { Key, ReadTx, WriteTx } from "../../store/store.ts";
import type {
  AttemptRecord,
  DeduplicationRecord,
  GroupRecord,
  MessageRecord,
  MoveTaskRecord,
  QueueRecord,
  TallyRecord,
  Waiting,
} from "./records.ts";

const queueKey = (scope: Scope, name: string): Key => ["sqs", scope.account, scope.region, "queue", name];
const contentKey = (scope: Scope, contentId: string): Key => ["sqs", scope.account, scope.region, "content", contentId];
const taskKey = (scope: Scope, sourceName: string, ...id: Key): Key => [
  "sqs",
  scope.account,
  scope.region,
  "move-task",
  sourceName,
  ...id,
];

export function loadQueue(tx: ReadTx, scope: Scope, name: string): QueueRecord | undefined {
  return tx.get<QueueRecord>(queueKey(scope, name));
}

export function saveQueue(tx: WriteTx, scope: Scope, queue: QueueRecord): void {
  tx.put(queueKey(scope, queue.name), queue);
}

/** True if there was such a queue. */
export function removeQueue(tx: WriteTx, scope: Scope, name: string): boolean {
  return tx.delete(queueKey(scope, name));
}

/** Queues in the order of their names, from after `after` on. */
export function* listQueues(
  tx: ReadTx,
  scope: Scope,
  options: { namePrefix?: string; after?: string } = {},
): Generator<QueueRecord> {
  const prefix = ["sqs", scope.account, scope.region, "queue"];
  const { namePrefix = "", after } = options;
  for (const { value } of tx.range<QueueRecord>({
    prefix,
    ...(after === undefined ? { start: [...prefix, namePrefix] } : { after: [...prefix, after] }),
  })) {
    if (!value.name.startsWith(namePrefix)) return;
    yield value;
  }
}

/** All queues of all accounts and regions. */
export function* listAllQueues(tx: ReadTx): Generator<{ account: string; region: string; queue: QueueRecord }> {
  for (const { key, value } of tx.range<QueueRecord>({ prefix: ["sqs"] })) {
    const [, account, region, kind] = key;
    if (kind === "queue") yield { account: String(account), region: String(region), queue: value };
  }
}

/** Removes at most `limit` entries below a content id that no queue has any more; true if none is left. */
export function sweepContent(tx: WriteTx, scope: Scope, contentId: string, limit: number): boolean {
  const keys = [...tx.range({ prefix: contentKey(scope, contentId), limit })].map((entry) => entry.key);
  for (const key of keys) tx.delete(key);
  return keys.length < limit;
}

export function saveMoveTask(tx: WriteTx, scope: Scope, task: MoveTaskRecord): void {
  tx.put(taskKey(scope, task.sourceName, task.id), task);
}

export function loadMoveTask(tx: ReadTx, scope: Scope, sourceName: string, id: string): MoveTaskRecord | undefined {
  return tx.get<MoveTaskRecord>(taskKey(scope, sourceName, id));
}

/** The tasks that move messages out of a queue, the latest first. */
export function listMoveTasks(tx: ReadTx, scope: Scope, sourceName: string): MoveTaskRecord[] {
  return [...tx.range<MoveTaskRecord>({ prefix: taskKey(scope, sourceName) })]
    .map((entry) => entry.value)
    .sort((one, other) => other.startedAtMs - one.startedAtMs);
}

/** What a queue holds, as a read-only transaction sees it. */
export class ContentReader {
  protected readonly prefix: Key;
  readonly #tx: ReadTx;

  constructor(tx: ReadTx, scope: Scope, contentId: string) {
    this.#tx = tx;
    this.prefix = contentKey(scope, contentId);
  }

  tally(): TallyRecord {
    return (
      this.#tx.get<TallyRecord>([...this.prefix, "tally"]) ?? { v: 1, nextSeq: 1, ready: 0, delayed: 0, inFlight: 0 }
    );
  }

  message(seq: number): MessageRecord | undefined {
    return this.#tx.get<MessageRecord>([...this.prefix, "message", seq]);
  }

  /** All messages, in the order sent. */
  *messages(): Generator<MessageRecord> {
    for (const { value } of this.#tx.range<MessageRecord>({ prefix: [...this.prefix, "message"] })) yield value;
  }

  firstMessage(): MessageRecord | undefined {
    for (const { value } of this.#tx.range<MessageRecord>({ prefix: [...this.prefix, "message"], limit: 1 }))
      return value;
    return undefined;
  }

  firstReady(): number | undefined {
    for (const { key } of this.#tx.range({ prefix: [...this.prefix, "ready"], limit: 1 })) return Number(key.at(-1));
    return undefined;
  }

  /** The first message of the noisy tenant that has the fewest in flight. */
  firstNoisy(): number | undefined {
    for (const { key } of this.#tx.range({ prefix: [...this.prefix, "noisy"], limit: 1 })) return Number(key.at(-1));
    return undefined;
  }

  /** Entries that are no longer waiting at `nowMs`, the earliest first. */
  *due(nowMs: number, limit?: number): Generator<{ visibleAtMs: number; seq: number; waiting: Waiting }> {
    const prefix = [...this.prefix, "waiting"];
    const end = [...prefix, nowMs + 1];
    for (const { key, value } of this.#tx.range<Waiting>({ prefix, end, ...(limit === undefined ? {} : { limit }) }))
      yield { visibleAtMs: Number(key.at(-2)), seq: Number(key.at(-1)), waiting: value };
  }

  /** The earliest time after `afterMs` at which a message becomes visible. */
  nextVisibleAtMs(afterMs: number): number | undefined {
    const prefix = [...this.prefix, "waiting"];
    for (const { key } of this.#tx.range({ prefix, start: [...prefix, afterMs + 1], limit: 1 }))
      return Number(key.at(-2));
    return undefined;
  }

  firstInLine(groupId: string): number | undefined {
    for (const { key } of this.#tx.range({ prefix: [...this.prefix, "line", groupId], limit: 1 }))
      return Number(key.at(-1));
    return undefined;
  }

  group(groupId: string): GroupRecord {
    return this.#tx.get<GroupRecord>([...this.prefix, "group", groupId]) ?? { v: 1, inFlight: 0, lastVisibleAtMs: 0 };
  }

  deduplication(key: string): DeduplicationRecord | undefined {
    return this.#tx.get<DeduplicationRecord>([...this.prefix, "deduplication", key]);
  }

  attempt(id: string): AttemptRecord | undefined {
    return this.#tx.get<AttemptRecord>([...this.prefix, "attempt", id]);
  }

  /** Attempts that are over at `nowMs`. */
  endedAttempts(nowMs: number, limit: number): { untilMs: number; id: string }[] {
    const prefix = [...this.prefix, "attempt-end"];
    return [...this.#tx.range({ prefix, end: [...prefix, nowMs], limit })].map((entry) => ({
      untilMs: Number(entry.key.at(-2)),
      id: String(entry.key.at(-1)),
    }));
  }

  /** Keys of deduplication entries that are over at `nowMs`. */
  endedDeduplications(nowMs: number, limit: number): { untilMs: number; key: string }[] {
    const prefix = [...this.prefix, "deduplication-end"];
    return [...this.#tx.range({ prefix, end: [...prefix, nowMs], limit })].map((entry) => ({
      untilMs: Number(entry.key.at(-2)),
      key: String(entry.key.at(-1)),
    }));
  }
}

/** What a queue holds, inside a writing transaction. */
export class Content extends ContentReader {
  readonly #tx: WriteTx;

  constructor(tx: WriteTx, scope: Scope, contentId: string) {
    super(tx, scope, contentId);
    this.#tx = tx;
  }

  saveTally(tally: TallyRecord): void {
    this.#tx.put([...this.prefix, "tally"], tally);
  }

  saveMessage(message: MessageRecord): void {
    this.#tx.put([...this.prefix, "message", message.seq], message);
  }

  removeMessage(seq: number): void {
    this.#tx.delete([...this.prefix, "message", seq]);
  }

  addReady(seq: number): void {
    this.#tx.put([...this.prefix, "ready", seq], true);
  }

  removeReady(seq: number): void {
    this.#tx.delete([...this.prefix, "ready", seq]);
  }

  addNoisy(rank: number, seq: number): void {
    this.#tx.put([...this.prefix, "noisy", rank, seq], true);
  }

  removeNoisy(rank: number, seq: number): void {
    this.#tx.delete([...this.prefix, "noisy", rank, seq]);
  }

  addWaiting(visibleAtMs: number, seq: number, waiting: Waiting): void {
    this.#tx.put([...this.prefix, "waiting", visibleAtMs, seq], waiting);
  }

  /** Takes the entry out and tells what it was; undefined if the message is not waiting. */
  takeWaiting(visibleAtMs: number, seq: number): Waiting | undefined {
    const key = [...this.prefix, "waiting", visibleAtMs, seq];
    const waiting = this.#tx.get<Waiting>(key);
    if (waiting !== undefined) this.#tx.delete(key);
    return waiting;
  }

  addToLine(groupId: string, seq: number): void {
    this.#tx.put([...this.prefix, "line", groupId, seq], true);
  }

  removeFromLine(groupId: string, seq: number): void {
    this.#tx.delete([...this.prefix, "line", groupId, seq]);
  }

  /** Keeps nothing of a group that has neither messages nor a delay to honour. */
  saveGroup(groupId: string, group: GroupRecord): void {
    const key = [...this.prefix, "group", groupId];
    const isEmpty = group.inFlight === 0 && group.headSeq === undefined && group.lastVisibleAtMs === 0;
    if (isEmpty) this.#tx.delete(key);
    else this.#tx.put(key, group);
  }

  saveDeduplication(key: string, record: DeduplicationRecord): void {
    this.#tx.put([...this.prefix, "deduplication", key], record);
    this.#tx.put([...this.prefix, "deduplication-end", record.untilMs, key], true);
  }

  saveAttempt(id: string, attempt: AttemptRecord): void {
    this.#tx.put([...this.prefix, "attempt", id], attempt);
    this.#tx.put([...this.prefix, "attempt-end", attempt.untilMs, id], true);
  }

  /** Forgets an attempt, unless its id was used again since. */
  removeAttempt(untilMs: number, id: string): void {
    if (this.attempt(id)?.untilMs === untilMs) this.#tx.delete([...this.prefix, "attempt", id]);
    this.#tx.delete([...this.prefix, "attempt-end", untilMs, id]);
  }

  removeDeduplication(untilMs: number, key: string): void {
    this.#tx.delete([...this.prefix, "deduplication", key]);
    this.#tx.delete([...this.prefix, "deduplication-end", untilMs, key]);
  }
}
