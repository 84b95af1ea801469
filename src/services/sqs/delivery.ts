// How messages move inside one queue: from sent to ready, in flight, back, and gone. Knows neither wire shapes nor
// keys, clock or signals: times come in as numbers, entries through Content.
//
// INVARIANT: the tally counts every message exactly once, as ready, delayed or in flight.
// INVARIANT: a FIFO group lists its first visible message as ready exactly while none of its messages is in flight.

import { invariant } from "../../kernel/errors.ts";
import type { GroupRecord, MessageRecord, TallyRecord } from "./records.ts";
import type { Content, ContentReader } from "./repo.ts";
import { type Surroundings, Tenants } from "./tenants.ts";

/** What a sender gives of a message; the queue adds its position and its state. */
export type NewMessage = Omit<MessageRecord, "v" | "seq" | "visibleAtMs">;

export interface ReceiveOptions {
  readonly nowMs: number;
  readonly limit: number;
  readonly visibilityMs: number;
  readonly retentionMs: number;
  /** Beyond this many receives a message is dead; never, if left out. */
  readonly maxReceiveCount?: number;
  readonly newToken: () => string;
}

// LIMIT: how many due or expired entries one call tidies up; the next call goes on.
const TIDY_LIMIT = 1_000;

/** One queue's messages, changed inside one transaction; `finish` writes what is kept once per transaction. */
export class Delivery {
  readonly #content: Content;
  readonly #isFifo: boolean;
  readonly #tenants: Tenants;
  #tally: Mutable<TallyRecord>;
  #hasNewlyReady = false;
  #earliestWaitingMs: number | undefined;

  constructor(content: Content, isFifo: boolean) {
    this.#content = content;
    this.#isFifo = isFifo;
    this.#tenants = new Tenants(content);
    this.#tally = { ...content.tally() };
  }

  /** True if something became receivable that was not before. */
  get hasNewlyReady(): boolean {
    return this.#hasNewlyReady;
  }

  /** The earliest time at which a message that this transaction put aside becomes visible. */
  get earliestWaitingMs(): number | undefined {
    return this.#earliestWaitingMs;
  }

  get inFlight(): number {
    return this.#tally.inFlight;
  }

  /** Goes on from another content's positions, so that sequence numbers keep rising. */
  startAt(seq: number): void {
    this.#tally.nextSeq = Math.max(this.#tally.nextSeq, seq);
  }

  finish(): void {
    this.#content.saveTally(this.#tally);
  }

  /** Puts a message at the end of the queue, visible from `visibleAtMs` on. */
  add(message: NewMessage, visibleAtMs: number, nowMs: number): MessageRecord {
    const record: MessageRecord = {
      ...message,
      v: 1,
      seq: this.#tally.nextSeq,
      visibleAtMs: this.#inOrder(message, visibleAtMs, nowMs),
    };
    this.#tally.nextSeq += 1;
    this.#tally.oldestSentAtMs = Math.min(this.#tally.oldestSentAtMs ?? Infinity, record.sentAtMs);
    this.#content.saveMessage(record);
    if (record.visibleAtMs > nowMs) {
      this.#putAside(record, "delayed");
    } else {
      this.#makeReady(record, nowMs);
    }
    return record;
  }

  /** Hands out messages, and gives those up that were received too often: they have left this queue. */
  receive(options: ReceiveOptions): { received: MessageRecord[]; dead: MessageRecord[] } {
    this.tidy(options.nowMs, options.retentionMs);
    const received: MessageRecord[] = [];
    const dead: MessageRecord[] = [];
    if (!this.#isFifo) this.#tenants.reconsider(this.#around(options.nowMs));
    while (received.length < options.limit) {
      const message = this.first();
      if (message === undefined) break;
      if (this.#isFifo) this.#receiveGroup(message.groupId ?? "", options, received, dead);
      else {
        this.#unlist(message, options.nowMs);
        if (this.#handOut(message, options, received, dead) && this.#isTenants(message))
          this.#tenants.countInFlight(message, 1, this.#around(options.nowMs));
      }
    }
    return { received, dead };
  }

  /** The message that would be handed out next; call tidy before. */
  first(): MessageRecord | undefined {
    const seq = this.#content.firstReady() ?? this.#content.firstNoisy();
    const message = seq === undefined ? undefined : this.#content.message(seq);
    invariant(seq === undefined || message !== undefined, `Message ${seq} is listed as ready but is not there.`);
    return message;
  }

  /** Takes a message out for good. */
  remove(message: MessageRecord, nowMs: number): void {
    this.#takeOut(message, nowMs);
    this.#content.removeMessage(message.seq);
  }

  /** Gives a received message another time at which it is visible again. */
  changeVisibility(message: MessageRecord, visibleAtMs: number, nowMs: number): void {
    const isInFlight = this.#takeOut(message, nowMs, { keepsGroupBlocked: visibleAtMs > nowMs }) === "in-flight";
    const moved = { ...message, visibleAtMs };
    this.#content.saveMessage(moved);
    if (visibleAtMs <= nowMs) {
      this.#makeReady(moved, nowMs);
      return;
    }
    this.#putAside(moved, "in-flight");
    if (this.#isTenants(moved)) this.#tenants.countInFlight(moved, 1, this.#around(nowMs));
    if (this.#isFifo && !isInFlight) this.#changeGroup(moved.groupId ?? "", (group) => (group.inFlight += 1));
  }

  /** Makes visible what has become so, and drops what is older than the queue retains. */
  tidy(nowMs: number, retentionMs: number): void {
    for (const { visibleAtMs, seq } of [...this.#content.due(nowMs, TIDY_LIMIT)]) {
      const message = this.#content.message(seq);
      const waiting = this.#content.takeWaiting(visibleAtMs, seq);
      if (waiting === "delayed") this.#tally.delayed -= 1;
      else this.#tally.inFlight -= 1;
      if (message === undefined) continue;
      if (this.#isFifo && waiting === "in-flight")
        this.#changeGroup(message.groupId ?? "", (group) => (group.inFlight -= 1));
      if (waiting === "in-flight" && this.#isTenants(message))
        this.#tenants.countInFlight(message, -1, this.#around(nowMs));
      this.#makeReady(message, nowMs);
    }
    this.#dropExpired(nowMs, retentionMs);
  }

  #dropExpired(nowMs: number, retentionMs: number): void {
    for (let dropped = 0; dropped < TIDY_LIMIT; dropped += 1) {
      const { oldestSentAtMs } = this.#tally;
      if (oldestSentAtMs === undefined || oldestSentAtMs + retentionMs > nowMs) return;
      const oldest = this.#content.firstMessage();
      if (oldest === undefined) {
        delete this.#tally.oldestSentAtMs;
        return;
      }
      if (oldest.sentAtMs + retentionMs > nowMs) {
        this.#tally.oldestSentAtMs = oldest.sentAtMs;
        return;
      }
      this.remove(oldest, nowMs);
    }
  }

  // One group's messages, in order, until the batch is full; then the group is blocked until they are dealt with.
  #receiveGroup(groupId: string, options: ReceiveOptions, received: MessageRecord[], dead: MessageRecord[]): void {
    const group: Mutable<GroupRecord> = { ...this.#content.group(groupId) };
    if (group.headSeq !== undefined) this.#content.removeReady(group.headSeq);
    delete group.headSeq;
    while (received.length < options.limit) {
      const seq = this.#content.firstInLine(groupId);
      if (seq === undefined) break;
      this.#content.removeFromLine(groupId, seq);
      const message = this.#content.message(seq);
      if (message !== undefined && this.#handOut(message, options, received, dead)) group.inFlight += 1;
    }
    this.#listHead(groupId, group);
    this.#content.saveGroup(groupId, group);
  }

  // The message is out of its index already. True if it went into the batch.
  #handOut(message: MessageRecord, options: ReceiveOptions, received: MessageRecord[], dead: MessageRecord[]): boolean {
    this.#tally.ready -= 1;
    if (message.sentAtMs + options.retentionMs <= options.nowMs) {
      this.#content.removeMessage(message.seq);
      return false;
    }
    if (options.maxReceiveCount !== undefined && message.receiveCountHere >= options.maxReceiveCount) {
      this.#content.removeMessage(message.seq);
      dead.push(message);
      return false;
    }
    const handedOut: MessageRecord = {
      ...message,
      visibleAtMs: options.nowMs + options.visibilityMs,
      receiveCount: message.receiveCount + 1,
      receiveCountHere: message.receiveCountHere + 1,
      firstReceivedAtMs: message.firstReceivedAtMs ?? options.nowMs,
      receivedAtMs: options.nowMs,
      receiveToken: options.newToken(),
    };
    this.#content.saveMessage(handedOut);
    this.#putAside(handedOut, "in-flight");
    received.push(handedOut);
    return true;
  }

  #putAside(message: MessageRecord, waiting: "delayed" | "in-flight"): void {
    this.#content.addWaiting(message.visibleAtMs, message.seq, waiting);
    if (waiting === "delayed") this.#tally.delayed += 1;
    else this.#tally.inFlight += 1;
    this.#earliestWaitingMs = Math.min(this.#earliestWaitingMs ?? Infinity, message.visibleAtMs);
  }

  #makeReady(message: MessageRecord, nowMs: number): void {
    this.#tally.ready += 1;
    if (!this.#isFifo) {
      if (this.#isTenants(message)) this.#tenants.add(message, this.#around(nowMs));
      else this.#content.addReady(message.seq);
      this.#hasNewlyReady = true;
      return;
    }
    const groupId = message.groupId ?? "";
    this.#content.addToLine(groupId, message.seq);
    this.#changeGroup(groupId, () => undefined);
  }

  // Takes the message out of its index and out of the tally; says what it was.
  #takeOut(
    message: MessageRecord,
    nowMs: number,
    options: { keepsGroupBlocked?: boolean } = {},
  ): "ready" | "delayed" | "in-flight" {
    const waiting = this.#content.takeWaiting(message.visibleAtMs, message.seq);
    const groupId = message.groupId ?? "";
    if (waiting === "delayed") {
      this.#tally.delayed -= 1;
      return "delayed";
    }
    if (waiting === "in-flight") {
      this.#tally.inFlight -= 1;
      if (this.#isFifo && options.keepsGroupBlocked !== true)
        this.#changeGroup(groupId, (group) => (group.inFlight -= 1));
      if (this.#isTenants(message)) this.#tenants.countInFlight(message, -1, this.#around(nowMs));
      return "in-flight";
    }
    this.#tally.ready -= 1;
    if (this.#isFifo) {
      this.#content.removeFromLine(groupId, message.seq);
      this.#changeGroup(groupId, () => undefined);
    } else {
      this.#unlist(message, nowMs);
    }
    return "ready";
  }

  /** True for what a fair queue orders: messages of a standard queue that say whose they are. */
  #isTenants(message: MessageRecord): boolean {
    return !this.#isFifo && message.groupId !== undefined;
  }

  #unlist(message: MessageRecord, nowMs: number): void {
    if (this.#isTenants(message)) this.#tenants.remove(message, this.#around(nowMs));
    else this.#content.removeReady(message.seq);
  }

  #around(nowMs: number): Surroundings {
    return { nowMs, inFlight: this.#tally.inFlight };
  }

  #changeGroup(groupId: string, change: (group: Mutable<GroupRecord>) => unknown): void {
    const group: Mutable<GroupRecord> = { ...this.#content.group(groupId) };
    change(group);
    this.#listHead(groupId, group);
    this.#content.saveGroup(groupId, group);
  }

  // Lists the group's first visible message as ready, or nothing while the group is blocked.
  #listHead(groupId: string, group: Mutable<GroupRecord>): void {
    const headSeq = group.inFlight > 0 ? undefined : this.#content.firstInLine(groupId);
    if (headSeq === group.headSeq) return;
    if (group.headSeq !== undefined) this.#content.removeReady(group.headSeq);
    if (headSeq === undefined) {
      delete group.headSeq;
      return;
    }
    this.#content.addReady(headSeq);
    this.#hasNewlyReady = true;
    group.headSeq = headSeq;
  }

  // In a FIFO group nothing overtakes: a message is visible no earlier than the one sent before it, even where the
  // queue's delay was shortened in between.
  #inOrder(message: NewMessage, visibleAtMs: number, nowMs: number): number {
    if (!this.#isFifo) return visibleAtMs;
    const groupId = message.groupId ?? "";
    const group = this.#content.group(groupId);
    const inOrderMs = Math.max(visibleAtMs, group.lastVisibleAtMs);
    if (inOrderMs > nowMs) this.#content.saveGroup(groupId, { ...group, lastVisibleAtMs: inOrderMs });
    return inOrderMs;
  }
}

/** The three counts that GetQueueAttributes shows, with what has become visible since the last receive. */
export function countMessages(
  content: ContentReader,
  nowMs: number,
): { ready: number; delayed: number; inFlight: number } {
  let { ready, delayed, inFlight } = content.tally();
  for (const { waiting } of content.due(nowMs)) {
    ready += 1;
    if (waiting === "delayed") delayed -= 1;
    else inFlight -= 1;
  }
  return { ready, delayed, inFlight };
}

/** Whether something is older than the queue retains, so that counts would be too high before it is dropped. */
export function hasExpired(content: ContentReader, nowMs: number, retentionMs: number): boolean {
  const { oldestSentAtMs } = content.tally();
  return oldestSentAtMs !== undefined && oldestSentAtMs + retentionMs <= nowMs;
}

/**
 * Whether a receive is worth a transaction. A cheap question: false only if the receive would hand out nothing and tidy
 * nothing; true may still mean nothing, where what has become visible belongs to a FIFO group that is blocked.
 */
export function mayHaveReceivable(content: ContentReader, nowMs: number): boolean {
  if (content.firstReady() !== undefined || content.firstNoisy() !== undefined) return true;
  for (const _ of content.due(nowMs, 1)) return true;
  return false;
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };
