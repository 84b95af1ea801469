// A queue's messages against a model that knows every message: nothing lost, nothing handed out twice at a time, FIFO
// groups in order. Random histories on a virtual clock, standard and FIFO.

import fc from "fast-check";
import { expect, test } from "vitest";
import { parseAccountId, parseRegion } from "../../kernel/ids.ts";
import { seededRandom } from "../../kernel/random.ts";
import { createMemoryStore } from "../../store/memory.ts";
import type { Store } from "../../store/store.ts";
import { countMessages, Delivery, mayHaveReceivable } from "./delivery.ts";
import type { NewMessage } from "./delivery.ts";
import type { MessageRecord } from "./records.ts";
import { Content, ContentReader } from "./repo.ts";

const scope = { account: parseAccountId("111122223333"), region: parseRegion("us-east-1") };
const RETENTION_MS = 3_600_000;

type Step =
  | { readonly kind: "send"; readonly group: number; readonly delayMs: number }
  | { readonly kind: "receive"; readonly limit: number; readonly visibilityMs: number }
  | { readonly kind: "delete"; readonly pick: number }
  | { readonly kind: "change"; readonly pick: number; readonly visibilityMs: number }
  | { readonly kind: "advance"; readonly ms: number };

const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant("send" as const),
        // Without a group, in a standard queue.
        group: fc.nat(3),
        delayMs: fc.constantFrom(0, 0, 5, 40),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant("receive" as const),
        limit: fc.integer({ min: 1, max: 5 }),
        visibilityMs: fc.constantFrom(0, 10, 50),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), pick: fc.nat(20) }) },
    {
      weight: 1,
      arbitrary: fc.record({
        kind: fc.constant("change" as const),
        pick: fc.nat(20),
        visibilityMs: fc.constantFrom(0, 30),
      }),
    },
    { weight: 2, arbitrary: fc.record({ kind: fc.constant("advance" as const), ms: fc.constantFrom(1, 10, 60) }) },
  ),
  { maxLength: 80 },
);

interface Known {
  readonly id: string;
  readonly group: string;
  readonly order: number;
  visibleAtMs: number;
  isHeld: boolean;
}

// The queue under test and, beside it, every message that must still be in it.
class Run {
  readonly store: Store = createMemoryStore();
  readonly known = new Map<string, Known>();
  readonly held = new Map<string, MessageRecord>();
  readonly #random = seededRandom(7);
  readonly #isFifo: boolean;
  #sent = 0;
  nowMs = 1_000;
  /** The order is not that of sending: some tenant is noisy. */
  isFair = false;

  constructor(isFifo: boolean) {
    this.#isFifo = isFifo;
  }

  apply(step: Step): void {
    if (step.kind === "advance") this.nowMs += step.ms;
    if (step.kind === "send") this.#send(step.group, step.delayMs);
    if (step.kind === "receive") this.receive(step.limit, step.visibilityMs);
    if (step.kind === "delete") this.#delete(step.pick);
    if (step.kind === "change") this.#change(step.pick, step.visibilityMs);
    this.#compareCounts();
  }

  receive(limit: number, visibilityMs: number): readonly MessageRecord[] {
    const expected = this.#expected(limit);
    if (expected.length > 0) expect(this.#mayHaveReceivable()).toBe(true);
    const { received } = this.#changes((delivery) =>
      delivery.receive({
        nowMs: this.nowMs,
        limit,
        visibilityMs,
        retentionMs: RETENTION_MS,
        newToken: () => this.#random.hex(8),
      }),
    );
    // The receive has tidied up what was due, so the cheap question must not send the next one into a transaction.
    if (received.length === 0) expect(this.#mayHaveReceivable()).toBe(false);
    const ids = received.map((message) => message.id);
    if (this.#isFifo) {
      expect(ids).toHaveLength(expected.length);
      this.#expectGroupsInOrder(ids);
    } else if (this.isFair) {
      expect(ids).toHaveLength(expected.length);
    } else {
      expect(ids).toEqual(expected.map((message) => message.id));
    }
    for (const message of received) {
      const known = this.known.get(message.id);
      if (known === undefined) throw new Error(`Received ${message.id}, which is not in the queue.`);
      expect(known.visibleAtMs).toBeLessThanOrEqual(this.nowMs);
      known.visibleAtMs = this.nowMs + visibilityMs;
      known.isHeld = true;
      this.held.set(message.id, message);
    }
    return received;
  }

  remove(message: MessageRecord): void {
    this.#changes((delivery) => delivery.remove(message, this.nowMs));
    this.known.delete(message.id);
    this.held.delete(message.id);
  }

  // What a receive must hand out now: all that is visible, and of a FIFO group only if none of it is held.
  #expected(limit: number): Known[] {
    const visible = [...this.known.values()].filter((message) => message.visibleAtMs <= this.nowMs);
    const blocked = new Set(
      [...this.known.values()]
        .filter((message) => message.isHeld && message.visibleAtMs > this.nowMs)
        .map((message) => message.group),
    );
    return visible
      .filter((message) => !this.#isFifo || !blocked.has(message.group))
      .sort((one, other) => one.order - other.order)
      .slice(0, limit);
  }

  #expectGroupsInOrder(ids: readonly string[]): void {
    for (const group of ["0", "1", "2", "3"]) {
      const got = ids.filter((id) => this.known.get(id)?.group === group);
      const inOrder = [...this.known.values()]
        .filter((message) => message.group === group)
        .sort((one, other) => one.order - other.order)
        .map((message) => message.id);
      expect(got).toEqual(inOrder.slice(0, got.length));
    }
  }

  #send(group: number, delayMs: number): void {
    this.#sent += 1;
    const message: NewMessage = {
      id: `message ${this.#sent}`,
      body: "",
      bodyMd5: "",
      senderId: "",
      sentAtMs: this.nowMs,
      receiveCount: 0,
      receiveCountHere: 0,
      ...(group === 3 && !this.#isFifo ? {} : { groupId: String(group) }),
    };
    const sent = this.#changes((delivery) => delivery.add(message, this.nowMs + delayMs, this.nowMs));
    const { id } = message;
    this.known.set(id, { id, group: String(group), order: sent.seq, visibleAtMs: sent.visibleAtMs, isHeld: false });
  }

  #delete(pick: number): void {
    const message = this.#pickHeld(pick);
    if (message !== undefined) this.remove(message);
  }

  #change(pick: number, visibilityMs: number): void {
    const message = this.#pickHeld(pick);
    const known = message === undefined ? undefined : this.known.get(message.id);
    // As the operation does, a FIFO queue refuses this once the timeout is over.
    if (message === undefined || known === undefined || (this.#isFifo && known.visibleAtMs <= this.nowMs)) return;
    const visibleAtMs = this.nowMs + visibilityMs;
    this.#changes((delivery) => delivery.changeVisibility(message, visibleAtMs, this.nowMs));
    known.visibleAtMs = visibleAtMs;
    this.held.set(message.id, { ...message, visibleAtMs });
  }

  #pickHeld(pick: number): MessageRecord | undefined {
    const held = [...this.held.values()];
    return held[pick % Math.max(1, held.length)];
  }

  #compareCounts(): void {
    const counts = this.#reads((content) => countMessages(content, this.nowMs));
    const all = [...this.known.values()];
    const waiting = all.filter((message) => message.visibleAtMs > this.nowMs);
    expect(counts).toEqual({
      ready: all.length - waiting.length,
      delayed: waiting.filter((message) => !message.isHeld).length,
      inFlight: waiting.filter((message) => message.isHeld).length,
    });
  }

  #mayHaveReceivable(): boolean {
    return this.#reads((content) => mayHaveReceivable(content, this.nowMs));
  }

  #changes<T>(work: (delivery: Delivery) => T): T extends PromiseLike<unknown> ? never : T {
    return this.store.write<T>((tx) => {
      const delivery = new Delivery(new Content(tx, scope, "content"), this.#isFifo);
      const result = work(delivery);
      delivery.finish();
      return result as T extends PromiseLike<unknown> ? never : T;
    }) as T extends PromiseLike<unknown> ? never : T;
  }

  #reads<T>(work: (content: ContentReader) => T): T {
    return this.store.read<T>(
      (tx) => work(new ContentReader(tx, scope, "content")) as T extends PromiseLike<unknown> ? never : T,
    );
  }
}

for (const isFifo of [false, true]) {
  const kind = isFifo ? "FIFO" : "standard";

  // Goal: no loss, no duplicate while held, order within groups, exact counts. Method: compare with the model after
  // each step of a random history; then let all timeouts end and drain the queue.
  test(`a ${kind} queue agrees with the model of all its messages`, () => {
    fc.assert(
      fc.property(steps, (history) => {
        const run = new Run(isFifo);
        for (const step of history) run.apply(step);
        run.nowMs += 1_000;
        const left = new Set(run.known.keys());
        const drained: string[] = [];
        for (let batch = run.receive(10, 50); batch.length > 0; batch = run.receive(10, 50)) {
          for (const message of batch) {
            drained.push(message.id);
            run.remove(message);
          }
        }
        expect(new Set(drained)).toEqual(left);
        expect(drained).toHaveLength(left.size);
      }),
      { numRuns: 300 },
    );
  });
}

// Goal: retention ends a message wherever it is. Method: one message ready, one held, one delayed; then wait.
test("drops messages that are older than the queue retains", () => {
  const run = new Run(false);
  run.apply({ kind: "send", group: 0, delayMs: 0 });
  run.apply({ kind: "send", group: 0, delayMs: 0 });
  run.apply({ kind: "receive", limit: 1, visibilityMs: 50 });
  run.apply({ kind: "send", group: 0, delayMs: 40 });
  run.store.write((tx) => {
    const delivery = new Delivery(new Content(tx, scope, "content"), false);
    delivery.tidy(run.nowMs + RETENTION_MS, RETENTION_MS);
    delivery.finish();
  });
  const counts = run.store.read((tx) => countMessages(new ContentReader(tx, scope, "content"), run.nowMs));
  expect(counts).toEqual({ ready: 0, delayed: 0, inFlight: 0 });
});

function send(run: Run, group: number, count: number): void {
  for (let sent = 0; sent < count; sent += 1) run.apply({ kind: "send", group, delayMs: 0 });
}

// Goal: a tenant that keeps the consumers busy comes last, whatever it has waiting; it is never held back while nobody
// else has messages, and is quiet again when its backlog is gone. AWS: "How Amazon SQS fair queues work".
test("lets quiet tenants pass a noisy one", () => {
  const run = new Run(false);
  const groupsOf = (messages: readonly MessageRecord[]) => messages.map(({ groupId }) => groupId);
  send(run, 0, 100);
  // 30 in flight, all of one tenant: from here on it is noisy.
  for (let batch = 0; batch < 3; batch += 1) expect(groupsOf(run.receive(10, 10_000))).toEqual(Array(10).fill("0"));
  send(run, 1, 3);
  send(run, 3, 1);
  run.isFair = true;
  expect(groupsOf(run.receive(6, 10_000))).toEqual(["1", "1", "1", undefined, "0", "0"]);
  // Nothing of others is waiting: the rest comes as before.
  expect(groupsOf(run.receive(10, 10_000))).toEqual(Array(10).fill("0"));
  // Consumers are done with most of it: the tenant is quiet again, and order is that of sending.
  for (const message of run.held.values()) if (message.groupId === "0") run.remove(message);
  send(run, 1, 1);
  expect(groupsOf(run.receive(10, 10_000))).toEqual(Array(10).fill("0"));
});

// Goal: of several noisy tenants the one with the fewest messages in flight comes first; five minutes without sending
// make a tenant quiet. AWS: the same page.
test("balances noisy tenants, and forgives", () => {
  const run = new Run(false);
  const groupsOf = (messages: readonly MessageRecord[]) => messages.map(({ groupId }) => groupId);
  send(run, 0, 60);
  run.isFair = true;
  for (let batch = 0; batch < 5; batch += 1) run.receive(10, 10_000_000);
  send(run, 1, 60);
  for (let batch = 0; batch < 4; batch += 1) expect(groupsOf(run.receive(10, 10_000_000))).toEqual(Array(10).fill("1"));
  // 50 of one tenant against 40 of the other.
  expect(groupsOf(run.receive(10, 10_000_000))).toEqual(Array(10).fill("1"));
  run.nowMs += 5 * 60_000;
  send(run, 2, 1);
  expect(groupsOf(run.receive(1, 10_000_000))).toEqual(["0"]);
});
