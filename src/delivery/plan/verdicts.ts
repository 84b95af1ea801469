// Judges each thing that one unit reads of another: is the value still there after the release, and does whoever reads it
// read the right one? Every verdict has its evidence. Pure.

import type { Edge, Evidence } from "../graph/edges.ts";
import type { Unit } from "../system/system.ts";
import { objectAt } from "../system/template.ts";
import type { CodeUse, RunTimeLookUp } from "./code-search.ts";
import { identifiersOf } from "./identifiers.ts";
import type { Place as Account } from "./identifiers.ts";
import type { EdgeVerdict, Place, Verdict } from "./plan.ts";
import type { StackDetail } from "./read-stacks.ts";
import { sourcePlace } from "./source-places.ts";
import { searchFor, textsIn } from "./value-search.ts";
import type { ValueSearch } from "./value-search.ts";

/** A stack before and after the rehearsal. */
export interface Side {
  /** The unit's name, or the stack's if it belongs to none. */
  readonly name: string;
  readonly kind: "unit" | "stack";
  readonly stack: string;
  readonly source: Unit | undefined;
  /** What the rehearsal did with it; stacks of others are "unchanged". */
  readonly outcome: "changed" | "unchanged" | "failed";
  /** Undefined where it was not read, because nothing that anyone reads has changed, or where it does not exist. */
  readonly before: StackDetail | undefined;
  readonly after: StackDetail | undefined;
}

/** A value of a unit that others may have and that is no longer there after the release. */
export interface GoneValue {
  readonly unit: string;
  readonly value: string;
  /** Such as `output "TopicArn"`. */
  readonly subject: string;
  /** What stands there now, if something does. */
  readonly after: string | undefined;
  /** The resource that it names, if it is one's identifier. */
  readonly logicalId: string | undefined;
}

/** An export that is no longer there after the release, or has another value. */
export interface GoneExport {
  readonly unit: string;
  readonly exportName: string;
  readonly outputName: string;
  readonly value: string;
  readonly after: string | undefined;
  /** The stacks that import it now. */
  readonly importers: readonly string[];
}

/** The values of a unit that the release takes away. */
export function goneValues(side: Side, account: Account): readonly GoneValue[] {
  const { before, after } = side;
  if (before === undefined || after === undefined) return [];
  const still = new Set([
    ...after.outputs.map((each) => each.value),
    ...after.resources.flatMap((each) => identifiersOf(each, account)),
  ]);
  const gone = new Map<string, GoneValue>();
  for (const resource of before.resources) {
    const now = after.resources.find((each) => each.logicalId === resource.logicalId);
    const replacements = now === undefined ? [] : identifiersOf(now, account);
    for (const [index, value] of identifiersOf(resource, account).entries()) {
      if (still.has(value)) continue;
      const { logicalId } = resource;
      gone.set(value, {
        unit: side.name,
        value,
        subject: `resource "${logicalId}"`,
        after: replacements[index],
        logicalId,
      });
    }
  }
  for (const { name, value } of before.outputs) {
    if (still.has(value) || gone.has(value)) continue;
    const now = after.outputs.find((each) => each.name === name)?.value;
    gone.set(value, { unit: side.name, value, subject: `output "${name}"`, after: now, logicalId: undefined });
  }
  return [...gone.values()];
}

/** The exports of a unit that the release takes away or changes; `importersOf` answers for what is deployed. */
export function goneExports(side: Side, importersOf: (exportName: string) => readonly string[]): readonly GoneExport[] {
  return (side.before?.outputs ?? []).flatMap(({ name, value, exportName }): GoneExport[] => {
    if (exportName === undefined || side.after === undefined) return [];
    const now = side.after.outputs.find((each) => each.exportName === exportName)?.value;
    if (now === value) return [];
    return [{ unit: side.name, exportName, outputName: name, value, after: now, importers: importersOf(exportName) }];
  });
}

export interface JudgeInput {
  readonly sides: readonly Side[];
  /** Edges of the sources. */
  readonly edges: readonly Edge[];
  readonly gone: readonly GoneValue[];
  readonly exports: readonly GoneExport[];
  readonly codeUses: readonly CodeUse[];
  readonly lookUps: readonly RunTimeLookUp[];
  /** SSM parameters outside of all stacks. */
  readonly parameters: readonly { readonly name: string; readonly value: string }[];
  /** Where a unit's source imports an export; none if it does not. */
  importPlaces(unit: string, exportName: string): readonly Place[];
  /** True if phases keep what a reader needs until it has changed. */
  isKept(unit: string, subject: { readonly exportName?: string; readonly value?: string }): boolean;
}

/** All verdicts: what breaks comes last. */
export function judge(input: JudgeInput): readonly EdgeVerdict[] {
  const broken = [...judgeExports(input), ...judgeValues(input)];
  const seen = new Set(broken.map((each) => keyOf(each.from, each.to, each.subject)));
  const known = input.edges
    .flatMap((edge) => judgeEdge(input, edge))
    .filter(({ from, to, subject }) => !seen.has(keyOf(from, to, subject)));
  return [...known, ...broken, ...judgeLookUps(input)].sort(byVerdict);
}

/** Orders verdicts: what breaks comes last. */
export function byVerdict(a: EdgeVerdict, b: EdgeVerdict): number {
  return RANK[a.verdict] - RANK[b.verdict];
}

const RANK: Readonly<Record<Verdict, number>> = { PROVED: 0, UNKNOWN: 1, BREAKS: 2 };

function keyOf(from: string, to: string, subject: string): string {
  return JSON.stringify([from, to, subject]);
}

// What the sources say that a unit reads.
function judgeEdge({ sides, gone }: JudgeInput, edge: Edge): readonly EdgeVerdict[] {
  const reader = sides.find((each) => each.name === edge.from);
  const producer = sides.find((each) => each.name === edge.to);
  if (reader === undefined || producer === undefined) return [];
  const read = whatIsRead(edge);
  if (read === undefined) return [];
  const base = { from: edge.from, fromKind: "unit", to: edge.to, subject: read.subject, places: read.places } as const;
  if (producer.outcome === "failed" || reader.outcome === "failed") {
    const failed = producer.outcome === "failed" ? producer.name : reader.name;
    return [{ ...base, verdict: "UNKNOWN", because: `Unit "${failed}" did not come through the rehearsal.` }];
  }
  if (producer.outcome === "unchanged")
    return [{ ...base, verdict: "PROVED", because: `Unit "${producer.name}" does not change.` }];
  const [before, after] = [read.valueIn(producer.before), read.valueIn(producer.after)];
  const values = { ...(before === undefined ? {} : { before }), ...(after === undefined ? {} : { after }) };
  if (after !== undefined && before === after)
    return [{ ...base, ...values, verdict: "PROVED", because: "The value is unchanged." }];
  if (after !== undefined && before === undefined)
    return [
      { ...base, ...values, verdict: "PROVED", because: "The value is new, and its reader was deployed after it." },
    ];
  if (after === undefined)
    return [
      {
        ...base,
        ...values,
        verdict: "UNKNOWN",
        because: "The unit no longer gives the value; see whether a condition takes it away.",
      },
    ];
  if (reader.outcome === "changed" && !gone.some((each) => each.value === before && contains(reader.after, each.value)))
    return [
      {
        ...base,
        ...values,
        verdict: "PROVED",
        because: "The value changes, and its reader is updated in this release, after it.",
      },
    ];
  return [
    {
      ...base,
      ...values,
      verdict: "BREAKS",
      because: "The value changes, and its reader keeps the old one.",
      consequence: "The reader goes on with a value that means nothing any more.",
    },
  ];
}

interface Reading {
  readonly subject: string;
  readonly places: readonly Place[];
  valueIn(detail: StackDetail | undefined): string | undefined;
}

function whatIsRead({ reason, evidence }: Edge): Reading | undefined {
  const places = evidence.map(evidencePlace);
  const ofOutput = (name: string) => (detail: StackDetail | undefined) =>
    detail?.outputs.find((each) => each.name === name)?.value;
  switch (reason.kind) {
    case "import":
      return {
        subject: `export "${reason.export}"`,
        places: places.map((each) => ({ ...each, kind: "import" })),
        valueIn: (detail) => detail?.outputs.find((each) => each.exportName === reason.export)?.value,
      };
    case "stackOutput":
      return { subject: `output "${reason.output}"`, places, valueIn: ofOutput(reason.output) };
    case "parameter":
      return {
        subject: reason.output === undefined ? "name of the stack" : `output "${reason.output}"`,
        places: places.map((each) => ({ ...each, kind: "parameter" })),
        valueIn: reason.output === undefined ? (detail) => detail?.name : ofOutput(reason.output),
      };
    case "ssm":
    case "secret":
      return {
        subject: `${reason.kind === "ssm" ? "SSM parameter" : "secret"} "${reason.name}"`,
        places: places.map((each) => ({ ...each, kind: "ssm" })),
        valueIn: (detail) => namedResource(detail, reason.name)?.value,
      };
    case "identifier":
      return {
        subject: `name "${reason.identifier}"`,
        places,
        valueIn: (detail) => namedResource(detail, reason.identifier)?.physicalId,
      };
    default:
      return undefined;
  }
}

function evidencePlace({ reader, path, position }: Evidence): Place {
  return {
    kind: "property",
    what: reader === undefined ? path : `${reader.logicalId}.${path.replace(/^Properties\./, "")}`,
    ...(position === undefined ? {} : { position }),
  };
}

// The resource that has a name, and what it holds if it is a parameter.
function namedResource(
  detail: StackDetail | undefined,
  name: string,
): { readonly physicalId: string; readonly value: string | undefined } | undefined {
  const found = detail?.resources.find(
    ({ physicalId }) => physicalId.split(/[:/]/).at(-1) === name || physicalId === name,
  );
  const value = found?.properties?.["Value"];
  return found && { physicalId: found.physicalId, value: typeof value === "string" ? value : found.physicalId };
}

// Exports that go away while stacks import them.
function judgeExports(input: JudgeInput): readonly EdgeVerdict[] {
  const { sides, exports } = input;
  return exports.flatMap(({ unit, exportName, value, after, importers }) =>
    importers.map((stack): EdgeVerdict => {
      const reader = sides.find((each) => each.stack === stack);
      const base = {
        from: reader?.name ?? stack,
        fromKind: reader?.kind ?? "stack",
        to: unit,
        subject: `export "${exportName}"`,
        before: value,
        ...(after === undefined ? {} : { after }),
      };
      const what = after === undefined ? "removed" : "changed";
      const inSource = reader?.kind === "unit" ? input.importPlaces(reader.name, exportName) : [];
      const stillImports = reader?.kind !== "unit" || inSource.length > 0;
      const places = inSource.length > 0 ? inSource : deployedImports(reader, stack);
      if (!stillImports && input.isKept(unit, { exportName }))
        return {
          ...base,
          places,
          verdict: "PROVED",
          because: `The reader no longer imports it in this release; the export is kept until then and ${what} in a phase of its own.`,
        };
      return {
        ...base,
        places,
        ...(input.isKept(unit, { exportName }) ? { isKept: true } : {}),
        verdict: "BREAKS",
        because: stillImports
          ? `The export is ${what}, and the stack "${stack}" imports it.`
          : `The export is ${what} while the stack "${stack}" still imports it, and it cannot be kept until that is updated.`,
        consequence: `CloudFormation refuses the update of unit "${unit}": an export that is in use can be neither removed nor changed.`,
      };
    }),
  );
}

// Identifiers and output values that go away, wherever they stand.
function judgeValues(input: JudgeInput): readonly EdgeVerdict[] {
  const { sides, gone, codeUses, parameters } = input;
  if (gone.length === 0) return [];
  const verdicts: EdgeVerdict[] = [];
  const byValue = new Map(gone.map((each) => [each.value, each]));
  const search = searchFor(byValue.keys());

  for (const reader of sides) {
    const before = usesIn(reader, reader.before, search);
    const afterUses = usesIn(reader, reader.outcome === "unchanged" ? reader.before : reader.after, search);
    const code = codeUses.filter((each) => each.unit === reader.name);
    const values = new Set([...before.keys(), ...afterUses.keys(), ...code.map((each) => each.value)]);
    for (const value of values) {
      const lost = byValue.get(value);
      if (lost === undefined || lost.unit === reader.name) continue;
      const inCode = code.filter((each) => each.value === value).map(codePlace);
      const still = [...(afterUses.get(value) ?? []), ...inCode];
      const base = {
        from: reader.name,
        fromKind: reader.kind,
        to: lost.unit,
        subject: lost.subject,
        before: value,
        ...(lost.after === undefined ? {} : { after: lost.after }),
      } as const;
      const gains = lost.after === undefined ? "no longer exists" : "is replaced";
      if (reader.outcome === "failed" && inCode.length === 0)
        verdicts.push({
          ...base,
          verdict: "UNKNOWN",
          places: before.get(value) ?? [],
          because: `Unit "${reader.name}" reads it now, and did not come through the rehearsal.`,
        });
      else if (still.length === 0)
        verdicts.push({
          ...base,
          verdict: "PROVED",
          places: before.get(value) ?? [],
          because: input.isKept(lost.unit, { value })
            ? "The reader no longer has it after this release, and it is kept until then."
            : "The reader is updated in this release and no longer has it.",
        });
      else
        verdicts.push({
          ...base,
          ...(input.isKept(lost.unit, { value }) ? { isKept: true } : {}),
          verdict: "BREAKS",
          places: still,
          because: `It ${gains} after the release, and is still read at ${still.length} ${still.length === 1 ? "place" : "places"}.`,
          consequence: consequenceOf(reader, still, inCode.length > 0),
        });
    }
  }
  for (const { name, value } of parameters) {
    for (const found of search.in(value)) {
      const lost = byValue.get(found);
      if (lost === undefined) continue;
      verdicts.push({
        verdict: "BREAKS",
        from: name,
        fromKind: "parameter",
        to: lost.unit,
        subject: lost.subject,
        before: found,
        ...(lost.after === undefined ? {} : { after: lost.after }),
        places: [{ kind: "ssm", what: name }],
        because: "A parameter of SSM that belongs to no stack holds it.",
        consequence: "Whoever reads the parameter gets what no longer exists.",
      });
    }
  }
  return verdicts;
}

// Code that asks for names at run time may ask for what is gone.
function judgeLookUps({ gone, lookUps, codeUses }: JudgeInput): readonly EdgeVerdict[] {
  const producers = [...new Set(gone.map((each) => each.unit))];
  const byReader = new Map<string, RunTimeLookUp[]>();
  for (const each of lookUps) byReader.set(each.unit, [...(byReader.get(each.unit) ?? []), each]);
  return [...byReader].flatMap(([reader, found]) =>
    producers
      .filter(
        (unit) =>
          unit !== reader &&
          !codeUses.some(
            (use) => use.unit === reader && gone.some((each) => each.unit === unit && each.value === use.value),
          ),
      )
      .map((unit): EdgeVerdict => ({
        verdict: "UNKNOWN",
        from: reader,
        fromKind: "unit",
        to: unit,
        subject: "names looked up at run time",
        places: found.map(({ logicalId, call, position }) => ({
          kind: "code",
          what: `${logicalId}: ${call}`,
          ...(position === undefined ? {} : { position }),
        })),
        because: "The code finds names when it runs; no reading of it tells which.",
      })),
  );
}

// For what the sources no longer say: the resources of the deployed template that import anything.
function deployedImports(reader: Side | undefined, stack: string): readonly Place[] {
  const found = Object.entries(objectAt(reader?.before?.template ?? {}, "Resources"))
    .filter(([, resource]) => JSON.stringify(resource).includes('"Fn::ImportValue"'))
    .map(([logicalId]): Place => ({ kind: "import", what: `${logicalId} as deployed` }));
  return found.length > 0 ? found : [{ kind: "import", what: `stack ${stack}` }];
}

function contains(detail: StackDetail | undefined, value: string): boolean {
  const search = searchFor([value]);
  return (detail?.resources ?? []).some(({ properties }) =>
    [...textsIn(properties)].some(({ text }) => search.in(text).length > 0),
  );
}

// Where the values stand in a stack's resolved properties and parameters, each place once.
function usesIn(
  reader: Side,
  detail: StackDetail | undefined,
  search: ValueSearch,
): ReadonlyMap<string, readonly Place[]> {
  const found = new Map<string, Place[]>();
  if (detail === undefined) return found;
  const note = (value: string, place: Place): void => {
    const places = found.get(value) ?? [];
    if (!places.some((each) => each.what === place.what)) places.push(place);
    found.set(value, places);
  };
  for (const { logicalId, properties } of detail.resources) {
    for (const { path, text } of textsIn(properties)) {
      for (const value of search.in(text)) {
        const position = reader.source === undefined ? undefined : sourcePlace(reader.source.template, logicalId, path);
        note(value, {
          kind: "property",
          what: [logicalId, ...path].join("."),
          ...(position === undefined ? {} : { position }),
        });
      }
    }
  }
  return found;
}

function codePlace({ logicalId, file, position }: CodeUse): Place {
  return { kind: "code", what: `${logicalId}: ${file}`, ...(position === undefined ? {} : { position }) };
}

// What happens at run time, by the type of the first resource that has the value.
const CONSEQUENCES: Readonly<Record<string, string>> = {
  "AWS::SNS::Subscription": "The subscription gets no messages any more.",
  "AWS::Lambda::EventSourceMapping": "The function is not called any more.",
  "AWS::Lambda::Function": "The function's calls fail when it runs.",
  "AWS::SQS::QueuePolicy": "The policy lets nobody send who has to.",
  "AWS::SNS::TopicPolicy": "The policy lets nobody publish who has to.",
  "AWS::IAM::Role": "The role allows what is gone and not what takes its place.",
  "AWS::IAM::Policy": "The policy allows what is gone and not what takes its place.",
  "AWS::IAM::ManagedPolicy": "The policy allows what is gone and not what takes its place.",
};

function consequenceOf(reader: Side, places: readonly Place[], isInCode: boolean): string {
  if (isInCode) return "The code's calls fail when it runs.";
  const detail = reader.after ?? reader.before;
  for (const { what } of places) {
    const type = detail?.resources.find((each) => each.logicalId === what.split(".")[0])?.resourceType;
    const consequence = CONSEQUENCES[type ?? ""];
    if (consequence !== undefined) return consequence;
  }
  return "It refers to what no longer exists.";
}
