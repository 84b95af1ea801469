// Runs the jobs of jobs.ts: rows in the store, ordered by due time; a row is removed in one transaction when its
// handler has finished, so a crash in between runs it again.
//
// Rows: ["jobs", "due", dueAtMs, sequence] -> Row, in lanes only the first of each lane;
//       ["jobs", "lane", lane, sequence] -> Row, those that wait behind it;
//       ["jobs", "id", id] -> where the row is; ["jobs", "sequence"] -> numbers given out so far.

import type { Cancel, Clock } from "../kernel/clock.ts";
import { realDelay } from "../kernel/real-time.ts";
import { invariant } from "../kernel/errors.ts";
import type { AccountId, Region } from "../kernel/ids.ts";
import type { Log } from "../kernel/log.ts";
import type { Random } from "../kernel/random.ts";
import type { Entry, Key, ReadTx, Store, WriteTx } from "../store/store.ts";
import type { YardContext } from "./context.ts";
import type { Job, JobHandler, JobOutcome, Jobs } from "./jobs.ts";

interface Row {
  readonly v: 1;
  readonly id: string;
  readonly kind: string;
  readonly account: AccountId;
  readonly region: Region;
  readonly payload: unknown;
  readonly attempt: number;
  readonly createdAtMs: number;
  readonly lane?: string;
}

/** LIMIT: how many jobs run at the same time; enough for every function instance of an account and more. */
const MOST_RUNNING = 4_000;
const LONGEST_RETRY_MS = 60_000;
/** Sequence numbers are reserved in blocks, so that giving one out costs no write. */
const SEQUENCE_BLOCK = 1_000_000;

export interface DurableJobs extends Jobs {
  /** Begins to run jobs, those of before a crash first; in a quiet yard, only those that are put there from now on. */
  start(yard: YardContext, handlerOf: FindHandler): void;
  /** Starts no more jobs and resolves when the running ones have ended or `graceMs` have passed. */
  stop(graceMs: number): Promise<void>;
}

/** Finds what runs jobs of a kind, which may have to be read in first. */
export type FindHandler = (kind: string) => JobHandler | undefined | Promise<JobHandler | undefined>;

/** The jobs of one yard. */
export function createDurableJobs(store: Store, clock: Clock, random: Random, log: Log): DurableJobs {
  let handlerOf: FindHandler = () => undefined;
  const running = new Map<string, Promise<void>>();
  let yard: YardContext | undefined;
  let isStopped = false;
  // Rows up to the cursor have been started by this process; new rows always come behind it.
  let cursor: Key = ["jobs", "due"];
  let timer: { readonly dueAtMs: number; readonly cancel: Cancel } | undefined;
  let isPumpQueued = false;
  // What was read in last.
  let reading: Promise<unknown> | undefined;
  let idleWaiters: (() => void)[] = [];
  let sequence = 0;
  let sequenceEnd = 0;
  // Rows up to this number were the parent's: a quiet yard leaves them alone.
  let lastOfParent = 0;

  function enqueue(tx: WriteTx, job: Parameters<Jobs["enqueue"]>[1]): string {
    const id = random.uuid();
    const nowMs = clock.nowMs();
    const row: Row = {
      v: 1,
      id,
      kind: job.kind,
      account: job.account,
      region: job.region,
      payload: job.payload,
      attempt: 1,
      createdAtMs: nowMs,
      ...(job.lane === undefined ? {} : { lane: job.lane }),
    };
    const number = nextSequence(tx);
    const isBehindOthers = job.lane !== undefined && tx.get(["jobs", "lane-head", job.lane]) !== undefined;
    const dueAtMs = Math.max(job.dueAtMs ?? 0, earliest());
    place(
      tx,
      row,
      isBehindOthers && job.lane !== undefined ? ["jobs", "lane", job.lane, number] : ["jobs", "due", dueAtMs, number],
    );
    if (!isBehindOthers && job.lane !== undefined) tx.put(["jobs", "lane-head", job.lane], id);
    wakeAt(dueAtMs);
    return id;
  }

  function place(tx: WriteTx, row: Row, key: Key): void {
    tx.put(key, row);
    tx.put(["jobs", "id", row.id], key);
  }

  /** Never before the cursor, even if the machine's clock was set back: rows behind it would not be seen. */
  function earliest(): number {
    return Math.max(clock.nowMs(), Number(cursor[2] ?? 0));
  }

  function nextSequence(tx: WriteTx): number {
    const reserved = tx.get<number>(["jobs", "sequence"]) ?? 0;
    if (sequence === sequenceEnd) {
      sequence = reserved;
      sequenceEnd = sequence + SEQUENCE_BLOCK;
    }
    // Asked each time: the transaction that reserved the block may have been rolled back. The next process would then
    // give the block's numbers out again, and its rows would replace those of this one.
    if (reserved < sequenceEnd) tx.put(["jobs", "sequence"], sequenceEnd);
    sequence += 1;
    return sequence;
  }

  function cancel(tx: WriteTx, id: string): void {
    const key = tx.get<Key>(["jobs", "id", id]);
    if (key === undefined || running.has(id)) return;
    const row = tx.get<Row>(key);
    if (row !== undefined) remove(tx, row, key);
  }

  /** Takes a row away and, if it headed a lane, puts the lane's next row in its place. */
  function remove(tx: WriteTx, row: Row, key: Key): void {
    tx.delete(key);
    tx.delete(["jobs", "id", row.id]);
    const { lane } = row;
    if (lane === undefined || tx.get(["jobs", "lane-head", lane]) !== row.id) return;
    const [next] = tx.range<Row>({ prefix: ["jobs", "lane", lane], limit: 1 });
    if (next === undefined) {
      tx.delete(["jobs", "lane-head", lane]);
      return;
    }
    tx.delete(next.key);
    tx.put(["jobs", "lane-head", lane], next.value.id);
    place(tx, next.value, ["jobs", "due", earliest(), nextSequence(tx)]);
    wakeAt(earliest());
  }

  /** Called inside a transaction: what it wakes looks at the store after the commit. */
  function wakeAt(dueAtMs: number): void {
    if (isStopped || yard === undefined) return;
    if (dueAtMs <= clock.nowMs()) {
      if (isPumpQueued) return;
      isPumpQueued = true;
      queueMicrotask(pump);
    } else if (timer === undefined || dueAtMs < timer.dueAtMs) {
      timer?.cancel();
      timer = { dueAtMs, cancel: clock.at(dueAtMs, async () => void (await onTimer())) };
    }
  }

  /** Whoever moves the clock waits here for handlers that have to be read in: what is due starts before time goes on. */
  function onTimer(): Promise<unknown> | undefined {
    timer = undefined;
    pump();
    return reading;
  }

  function pump(): void {
    isPumpQueued = false;
    if (isStopped || yard === undefined) return;
    const nowMs = clock.nowMs();
    const free = MOST_RUNNING - running.size;
    for (const { key, value } of store.read((tx) => dueRows(tx, nowMs, free + 1))) {
      const dueAtMs = Number(key[2]);
      if (dueAtMs > nowMs) {
        wakeAt(dueAtMs);
        return;
      }
      if (running.size >= MOST_RUNNING) return;
      cursor = key;
      if (Number(key[3]) > lastOfParent) run(yard, value, key);
    }
    notifyIfIdle();
  }

  /** Rows that are due, and the first that is not: a yard may have thousands of rows for the days to come. */
  function dueRows(tx: ReadTx, nowMs: number, limit: number): readonly Entry<Row>[] {
    const rows: Entry<Row>[] = [];
    for (const entry of tx.range<Row>({ prefix: ["jobs", "due"], after: cursor, limit })) {
      rows.push(entry);
      if (Number(entry.key[2]) > nowMs) break;
    }
    return rows;
  }

  function run(context: YardContext, row: Row, key: Key): void {
    const task = execute(context, row)
      .then((outcome) => finish(row, key, outcome))
      .catch((error: unknown) => log.write("error", "job.lost", { kind: row.kind, id: row.id, error }))
      .finally(() => {
        const wasFull = running.size === MOST_RUNNING;
        // RACE: a retry that is due at once may be running already, under the same id.
        if (running.get(row.id) === task) running.delete(row.id);
        if (wasFull) pump();
        notifyIfIdle();
      });
    running.set(row.id, task);
  }

  async function execute(context: YardContext, row: Row): Promise<JobOutcome> {
    const found = handlerOf(row.kind);
    // Most are there: those start in the turn in which they are due.
    const handler = found instanceof Promise ? await (reading = found) : found;
    invariant(handler !== undefined, `No handler runs jobs of kind "${row.kind}".`);
    const job: Job = {
      id: row.id,
      kind: row.kind,
      account: row.account,
      region: row.region,
      payload: row.payload,
      attempt: row.attempt,
      createdAtMs: row.createdAtMs,
    };
    try {
      return await handler.run(job, context);
    } catch (error) {
      log.write("error", "job.failed", { kind: row.kind, id: row.id, attempt: row.attempt, error });
      return { retryAtMs: clock.nowMs() + Math.min(LONGEST_RETRY_MS, 1_000 * 2 ** Math.min(row.attempt - 1, 10)) };
    }
  }

  function finish(row: Row, key: Key, outcome: JobOutcome): void {
    // What ends after the yard was stopped is left for the next start: the store may be closed.
    if (isStopped) return;
    store.write((tx) => {
      if (outcome === "done") {
        remove(tx, row, key);
        return;
      }
      tx.delete(key);
      const dueAtMs = Math.max(outcome.retryAtMs, earliest());
      place(tx, { ...row, attempt: row.attempt + 1 }, ["jobs", "due", dueAtMs, nextSequence(tx)]);
      wakeAt(dueAtMs);
    });
  }

  function isIdle(): boolean {
    if (running.size > 0 || isPumpQueued) return false;
    const [next] = store.read((tx) => [...tx.range<Row>({ prefix: ["jobs", "due"], after: cursor, limit: 1 })]);
    return next === undefined || Number(next.key[2]) > clock.nowMs();
  }

  function notifyIfIdle(): void {
    if (idleWaiters.length === 0 || (!isStopped && !isIdle())) return;
    const waiters = idleWaiters;
    idleWaiters = [];
    for (const waiter of waiters) waiter();
  }

  function settled(): Promise<void> {
    if (isStopped || isIdle()) return Promise.resolve();
    return new Promise((resolve) => void idleWaiters.push(resolve));
  }

  function start(context: YardContext, find: FindHandler): void {
    handlerOf = find;
    yard = context;
    // Sequence numbers are reserved in blocks, so every row of the parent is below the number that is stored.
    if (context.isQuiet) lastOfParent = store.read((tx) => tx.get<number>(["jobs", "sequence"]) ?? 0);
    pump();
  }

  async function stop(graceMs: number): Promise<void> {
    timer?.cancel();
    yard = undefined;
    // Real time, not the yard's: a virtual clock may stand still.
    await Promise.race([Promise.allSettled(running.values()), realDelay(graceMs)]);
    isStopped = true;
    notifyIfIdle();
  }

  return { enqueue, cancel, settled, start, stop };
}
