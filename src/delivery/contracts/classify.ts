// Classifies changes of contracts: what is different, and for whom it breaks what. Pure; docs/contracts.md has the rules.

import { findProblems } from "./containment.ts";
import type { Problem } from "./containment.ts";
import type { ApiOperation, Contract, ReadField, Reading, UnitContracts } from "./contract.ts";
import { findDifferences } from "./differences.ts";
import type { Difference } from "./differences.ts";
import { hasField, readingOf } from "./reading.ts";
import { isEqual, segmentsOf } from "./schema.ts";
import type { JsonSchema } from "./schema.ts";

/** The contracts of a system's units at one time, by unit. */
export type ContractsOf = ReadonlyMap<string, UnitContracts>;

/** A unit that hears of a channel, as the templates say. */
export interface Subscriber {
  readonly unit: string;
  readonly producer: string;
  /** The channel's logical id in the producer's template; undefined for an API of the producer, whichever. */
  readonly logicalId: string | undefined;
}

/** Whom a change breaks, and where. */
export interface Break {
  readonly reader: string;
  /** False for a unit that subscribes, and says nothing of what it reads. */
  readonly isDeclared: boolean;
  /** Undefined where it is the contract as a whole. */
  readonly field?: string;
  readonly operation?: string;
  /** One sentence. */
  readonly detail: string;
}

/** What became of one contract. */
export interface ContractChange {
  readonly unit: string;
  readonly contract: string;
  readonly change: "added" | "removed" | "changed" | "same";
  readonly verdict: "compatible" | "breaking";
  readonly differences: readonly (Difference & { readonly operation?: string })[];
  readonly breaks: readonly Break[];
}

/** Two states of a system, and who listens. */
export interface Comparison {
  readonly before: ContractsOf;
  readonly after: ContractsOf;
  /** As the templates of the later state say. */
  readonly subscribers: readonly Subscriber[];
  /** The units that go along with the change: they are what was made for it, so only what is missing breaks them. */
  readonly changed: ReadonlySet<string>;
}

/** Classifies every contract that changed or that somebody cannot read. Contracts that are the same and well read are left out. */
export function classify(comparison: Comparison): readonly ContractChange[] {
  const { before, after } = comparison;
  const units = [...new Set([...before.keys(), ...after.keys()])];
  const changes = units.flatMap((unit) => {
    const was = before.get(unit)?.produces ?? [];
    const is = after.get(unit)?.produces ?? [];
    const ids = [...new Set([...was, ...is].map(({ id }) => id))];
    return ids.map((id) =>
      classifyOne(
        comparison,
        unit,
        was.find((each) => each.id === id),
        is.find((each) => each.id === id),
      ),
    );
  });
  return [...changes.filter((each): each is ContractChange => each !== undefined), ...strayReadings(comparison)];
}

function classifyOne(
  comparison: Comparison,
  unit: string,
  was: Contract | undefined,
  is: Contract | undefined,
): ContractChange | undefined {
  const known = is ?? was;
  if (known === undefined) return undefined;
  const readers = readersOf(comparison, unit, known.id);
  const base = { unit, contract: known.id };
  if (is === undefined) {
    const silent = silentReaders(comparison, unit, known);
    const breaks = [
      ...readers.map(({ reader }): Break => ({ reader, isDeclared: true, detail: "The contract was removed." })),
      ...silent.map((reader): Break => ({ reader, isDeclared: false, detail: "The contract was removed." })),
    ];
    return { ...base, change: "removed", verdict: verdictOf(breaks), differences: [], breaks };
  }
  const missing = readers.flatMap(({ reader, reading }) => missingFields(reader, reading, is));
  if (was === undefined || isEqual(was, is)) {
    const change = was === undefined ? "added" : "same";
    if (change === "same" && missing.length === 0) return undefined;
    return { ...base, change, verdict: verdictOf(missing), differences: [], breaks: missing };
  }
  const old = readers.filter(({ reader }) => !comparison.changed.has(reader));
  const silent = silentReaders(comparison, unit, is).filter((reader) => !comparison.changed.has(reader));
  const breaks = [
    ...missing,
    ...(isEqual(was.channel, is.channel)
      ? []
      : [
          ...old.map(({ reader }) => ({ reader, isDeclared: true })),
          ...silent.map((reader) => ({ reader, isDeclared: false })),
        ].map((each): Break => ({ ...each, detail: "The contract's channel is another one." }))),
    ...old.flatMap(({ reader, reading }) => breaksOf(was, is, reader, reading)),
    ...silent.flatMap((reader) => breaksOf(was, is, reader, undefined)),
  ];
  const told = breaks.filter((each, index) => breaks.findIndex((other) => isSame(each, other)) === index);
  return { ...base, change: "changed", verdict: verdictOf(told), differences: differencesOf(was, is), breaks: told };
}

// A field that is missing is told once, and not again as one that was removed.
function isSame(a: Break, b: Break): boolean {
  return a.reader === b.reader && a.field === b.field && a.operation === b.operation;
}

function verdictOf(breaks: readonly Break[]): ContractChange["verdict"] {
  return breaks.length === 0 ? "compatible" : "breaking";
}

interface Reader {
  readonly reader: string;
  readonly reading: Reading;
}

function readersOf({ after }: Comparison, unit: string, contract: string): readonly Reader[] {
  return [...after].flatMap(([reader, { reads }]) =>
    reads.filter((each) => each.unit === unit && each.contract === contract).map((reading) => ({ reader, reading })),
  );
}

// Who hears of the channel, and declares nothing that it reads of this producer.
function silentReaders({ after, subscribers }: Comparison, unit: string, { channel }: Contract): readonly string[] {
  const { logicalId } = channel;
  const heard = subscribers.filter(
    (each) =>
      each.producer === unit &&
      each.unit !== unit &&
      (each.logicalId === undefined ? channel.kind === "api" : each.logicalId === logicalId),
  );
  const silent = heard.filter((each) => after.get(each.unit)?.reads.some((reading) => reading.unit === unit) !== true);
  return [...new Set(silent.map((each) => each.unit))];
}

// Units read contracts that nobody has, before or after.
function strayReadings({ before, after }: Comparison): readonly ContractChange[] {
  return [...after].flatMap(([reader, { reads }]) =>
    reads
      .filter(
        ({ unit, contract }) =>
          ![before, after].some((side) => side.get(unit)?.produces.some(({ id }) => id === contract)),
      )
      .map(({ unit, contract }): ContractChange => ({
        unit,
        contract,
        change: "removed",
        verdict: "breaking",
        differences: [],
        breaks: [{ reader, isDeclared: true, detail: `Unit "${unit}" has no such contract.` }],
      })),
  );
}

function missingFields(reader: string, reading: Reading, contract: Contract): readonly Break[] {
  const root = contract.schema;
  if (contract.operations === undefined)
    return (reading.fields ?? [])
      .filter(({ pointer }) => !hasField({ schema: contract.schema, root }, pointer))
      .map(({ pointer }): Break => ({
        reader,
        isDeclared: true,
        field: pointer,
        detail: "The contract does not have the field.",
      }));
  return Object.entries(reading.operations ?? {}).flatMap(([operation, fields]): Break[] => {
    const found = contract.operations?.[operation];
    if (found === undefined)
      return [{ reader, isDeclared: true, operation, detail: "The contract does not have the operation." }];
    const answers = goodAnswers(found);
    return fields
      .filter(({ pointer }) => answers.length > 0 && !answers.some(([, schema]) => hasField({ schema, root }, pointer)))
      .map(({ pointer }) => ({
        reader,
        isDeclared: true,
        operation,
        field: pointer,
        detail: "The answer does not have the field.",
      }));
  });
}

// Of the old version, what the reader was made for.
function breaksOf(was: Contract, is: Contract, reader: string, reading: Reading | undefined): readonly Break[] {
  const isDeclared = reading !== undefined;
  const read = (
    fields: readonly ReadField[] | undefined,
    before: JsonSchema,
    after: JsonSchema,
    operation?: string,
  ): readonly Break[] =>
    findProblems({ schema: after, root: is.schema }, locatedReading(before, fields, was.schema)).map((problem) => ({
      reader,
      isDeclared,
      ...(operation === undefined ? {} : { operation }),
      field: fieldOf(problem, fields),
      detail: sentenceOf(problem),
    }));
  if (was.operations === undefined || is.operations === undefined) return read(reading?.fields, was.schema, is.schema);
  const used = reading?.operations === undefined ? Object.keys(was.operations) : Object.keys(reading.operations);
  return used.flatMap((name): Break[] => {
    const [old, now] = [was.operations?.[name], is.operations?.[name]];
    if (old === undefined) return [];
    if (now === undefined) return [{ reader, isDeclared, operation: name, detail: "The operation was removed." }];
    const answers = goodAnswers(old);
    return [
      ...requestBreaks({ was, is, old, now }).map((detail) => ({ reader, isDeclared, operation: name, detail })),
      ...goodAnswers(now).flatMap(([status, schema]) => {
        const before = answers.find(([each]) => each === status)?.[1] ?? answers[0]?.[1];
        return before === undefined ? [] : read(reading?.operations?.[name], before, schema, name);
      }),
    ];
  });
}

function locatedReading(
  schema: JsonSchema,
  fields: readonly ReadField[] | undefined,
  root: JsonSchema,
): { schema: JsonSchema; root: JsonSchema } {
  const reading = readingOf(schema, fields, root);
  return { schema: reading, root: reading };
}

// What callers send was valid before, and is refused now.
function requestBreaks({
  was,
  is,
  old,
  now,
}: {
  readonly was: Contract;
  readonly is: Contract;
  readonly old: ApiOperation;
  readonly now: ApiOperation;
}): readonly string[] {
  const parameters = now.requiredParameters
    .filter((each) => !old.requiredParameters.includes(each))
    .map((each) => `The parameter "${each}" is required now.`);
  const body = now.isBodyRequired && !old.isBodyRequired ? ["A body is required now."] : [];
  if (now.request === undefined) return [...parameters, ...body];
  const problems = findProblems(
    { schema: old.request ?? true, root: was.schema },
    { schema: now.request, root: is.schema },
  );
  return [
    ...parameters,
    ...body,
    ...problems.map(
      (each) =>
        `What callers send at "${each.pointer === "" ? "/" : each.pointer}" ${REQUEST_WORDS[each.kind] ?? each.detail}.`,
    ),
  ];
}

const REQUEST_WORDS: Partial<Record<Problem["kind"], string>> = {
  optional: "is required now",
  removed: "is required now, and was not known before",
};

/** The answers that mean success, by status. */
function goodAnswers({ responses }: ApiOperation): readonly (readonly [string, JsonSchema])[] {
  return Object.entries(responses).filter(([status]) => status.startsWith("2"));
}

// The field that the reader has declared, of which the problem is, or is below.
function fieldOf({ pointer }: Problem, fields: readonly ReadField[] | undefined): string {
  const found = (fields ?? []).find(
    (each) =>
      covers(segmentsOf(each.pointer), segmentsOf(pointer)) || covers(segmentsOf(pointer), segmentsOf(each.pointer)),
  );
  return found?.pointer ?? pointer;
}

function covers(outer: readonly string[], inner: readonly string[]): boolean {
  return outer.every((step, index) => step === inner[index]);
}

function sentenceOf({ pointer, detail }: Problem): string {
  return `${pointer === "" ? "The document" : `"${pointer}"`} ${detail}.`;
}

function differencesOf(was: Contract, is: Contract): ContractChange["differences"] {
  const channel: Difference[] = isEqual(was.channel, is.channel)
    ? []
    : [{ kind: "changed", pointer: "", detail: "goes to another channel" }];
  if (was.operations === undefined || is.operations === undefined)
    return [
      ...channel,
      ...findDifferences({ schema: was.schema, root: was.schema }, { schema: is.schema, root: is.schema }),
    ];
  const names = [...new Set([...Object.keys(was.operations), ...Object.keys(is.operations)])];
  return [
    ...channel,
    ...names.flatMap((operation) => {
      const [old, now] = [was.operations?.[operation], is.operations?.[operation]];
      if (old === undefined) return [{ kind: "added" as const, pointer: "", detail: "was added", operation }];
      if (now === undefined) return [{ kind: "removed" as const, pointer: "", detail: "was removed", operation }];
      const answers = Object.keys(now.responses).flatMap((status) => {
        const [before, after] = [old.responses[status], now.responses[status]];
        return before === undefined || after === undefined
          ? []
          : findDifferences({ schema: before, root: was.schema }, { schema: after, root: is.schema });
      });
      const sent = findDifferences(
        { schema: old.request ?? true, root: was.schema },
        { schema: now.request ?? true, root: is.schema },
      );
      const required = requestBreaks({ was, is, old, now });
      return [
        ...sent.map((each) => ({ ...each, operation: `${operation} (request)` })),
        ...(sent.length > 0
          ? []
          : required.map((detail) => ({ kind: "changed" as const, pointer: "", detail, operation }))),
        ...answers.map((each) => ({ ...each, operation })),
      ];
    }),
  ];
}
