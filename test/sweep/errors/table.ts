// The form in which a service's file says how each documented error is provoked. An entry is a function that makes the
// service answer it, or the reason why nothing on one machine can.

import type { AwsApis } from "../../../src/service/apis.ts";
import type { TestAccount, TestYard } from "../../../src/testing/harness.ts";

/** One who calls the service; only `Grounds` makes them. */
export interface Caller {
  send(command: unknown): Promise<Record<string, unknown>>;
}

/** What a table's preparation has to work with. */
export interface Grounds {
  readonly yard: TestYard;
  /** An account of the table's own. */
  readonly account: TestAccount;
  /** Any service, inside the process, as the account's administrator: for what a sample needs and for many calls. */
  readonly aws: AwsApis;
  /** Sends an operation of the table's service, as the administrator unless somebody else calls. */
  call(operation: string, input: object, caller?: Caller): Promise<Record<string, unknown>>;
  /** A user of the account who may do these actions on everything, and nothing else. */
  user(...actions: readonly string[]): Promise<Caller>;
  /** A name that was not used before. */
  name(): string;
}

/** The operation whose error is wanted: sends its input from `inputs`, with the given members instead. */
export type Ask = (change?: object, caller?: Caller) => Promise<unknown>;

type Provoke<Made> = (made: Made & Grounds, ask: Ask, operation: string) => Promise<unknown>;

/** Why an error cannot be had here. */
interface Unprovokable {
  readonly reason: string;
}

/** A case for which AWS documents one error and answers with another. */
interface Instead<Made> {
  readonly code: string;
  readonly status: number;
  readonly reason: string;
  readonly provoke: Provoke<Made>;
}

type Entry<Made> = Provoke<Made> | Unprovokable | Instead<Made>;

export interface ErrorTable<Made extends object> {
  /** The suffix of the service's SDK package. */
  readonly service: string;
  /** Statuses that are other ones than in the SDK's model; say where AWS says so. */
  readonly statuses?: Readonly<Record<string, number>>;
  /** Makes what the samples share. */
  prepare(grounds: Grounds): Promise<Made>;
  /** For each operation that is served, an input which the service takes. */
  readonly inputs: Readonly<Record<string, (made: Made & Grounds) => object>>;
  /** Errors that all their operations answer in the same way. */
  readonly everywhere: Readonly<Record<string, Entry<Made>>>;
  /** By operation: its other errors, and exceptions from `everywhere`. */
  readonly operations: Readonly<Record<string, Readonly<Record<string, Entry<Made>>>>>;
}

/** An error that one machine cannot answer; say why. */
export const unprovokable = (reason: string): Unprovokable => ({ reason });

/** What AWS answers although another error is documented for the case; say how it is known. */
export const instead = <Made>(answer: Omit<Instead<Made>, "provoke">, provoke: Provoke<Made>): Instead<Made> => ({
  ...answer,
  provoke,
});

type Entries<Made> = Readonly<Record<string, Entry<Made>>>;

/** The same entries for each of several operations. */
export const forAll = <Made>(
  operations: readonly string[],
  entries: Entries<Made>,
): Readonly<Record<string, Entries<Made>>> => Object.fromEntries(operations.map((operation) => [operation, entries]));

/** What several lists say of each operation; what comes later takes the place of what came before. */
export function together<Made>(
  ...lists: readonly Readonly<Record<string, Entries<Made>>>[]
): Readonly<Record<string, Entries<Made>>> {
  const all: Record<string, Entries<Made>> = {};
  for (const list of lists)
    for (const [operation, entries] of Object.entries(list)) all[operation] = { ...all[operation], ...entries };
  return all;
}

/** A table in operation, without the type of what it made. */
export interface ErrorSweep {
  readonly service: string;
  /** The operations with an input. */
  readonly operations: readonly string[];
  /** The documented errors of `operation` that have no entry. */
  missing(operation: string, documented: Iterable<string>): readonly string[];
  /** Entries that no operation of `documented` has use for. */
  stale(documented: ReadonlyMap<string, ReadonlyMap<string, number>>): readonly string[];
  /** What came and what should have come of each documented error that can be provoked: "Code status". */
  answers(
    grounds: Grounds,
    operation: string,
    documented: ReadonlyMap<string, number>,
  ): Promise<{ readonly came: Record<string, string>; readonly expected: Record<string, string> }>;
}

/** Makes a sweep of a table. */
export function sweepOf<Made extends object>(table: ErrorTable<Made>): ErrorSweep {
  let made: Promise<Made & Grounds> | undefined;
  const entryOf = (operation: string, error: string): Entry<Made> | undefined =>
    table.operations[operation]?.[error] ?? table.everywhere[error];

  return {
    service: table.service,
    operations: Object.keys(table.inputs),
    missing: (operation, documented) => [...documented].filter((error) => entryOf(operation, error) === undefined),
    stale(documented) {
      const isUsed = (error: string): boolean =>
        [...documented].some(([operation, errors]) => errors.has(error) && !table.operations[operation]?.[error]);
      const ofOne = Object.entries(table.operations).flatMap(([operation, entries]) =>
        Object.keys(entries)
          .filter((error) => documented.get(operation)?.has(error) !== true)
          .map((error) => `${operation} ${error}`),
      );
      return [...Object.keys(table.everywhere).filter((error) => !isUsed(error)), ...ofOne];
    },
    async answers(grounds, operation, documented) {
      made ??= table.prepare(grounds).then((things) => ({ ...grounds, ...things }));
      const things = await made;
      const ask: Ask = (change, caller) =>
        grounds.call(operation, { ...table.inputs[operation]?.(things), ...change }, caller);
      const came: Record<string, string> = {};
      const expected: Record<string, string> = {};
      for (const [error, status] of documented) {
        const entry = entryOf(operation, error);
        if (entry === undefined || (typeof entry !== "function" && !("provoke" in entry))) continue;
        const [provoke, right] =
          typeof entry === "function"
            ? [entry, `${error} ${table.statuses?.[error] ?? status}`]
            : [entry.provoke, `${entry.code} ${entry.status}`];
        expected[error] = right;
        came[error] = await answerTo(() => provoke(things, ask, operation), right);
      }
      return { came, expected };
    },
  };
}

/** "Code status", with the message where it is not the right one. */
async function answerTo(provoke: () => Promise<unknown>, right: string): Promise<string> {
  try {
    await provoke();
    return "no error";
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata?: { httpStatusCode?: number } };
    const answer = `${name} ${$metadata?.httpStatusCode ?? "(not from the service)"}`;
    return answer === right ? answer : `${answer}: ${message}`;
  }
}
