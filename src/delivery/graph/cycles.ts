// Finds units that wait for each other in a circle, and which resource would have to live elsewhere so that they do not: a
// subscription, a permission or a policy belongs with the consumer. Pure.

import type { Diagnostic } from "../../kernel/diagnostics.ts";
import { describeReason, placeText } from "./edges.ts";
import type { Edge, Evidence, ResourceRef } from "./edges.ts";
import { WIRING } from "./resource-names.ts";

/** A resource that closes a circle where it is, and the unit where it should live. */
export interface Rehoming {
  readonly resource: ResourceRef;
  readonly from: string;
  readonly to: string;
  /** What to do, as a sentence. */
  readonly advice: string;
}

/** Units that wait for each other: each for the next one, the last for the first. */
export interface Cycle {
  readonly units: readonly string[];
  /** The moves that would open the circle; none if nothing in it is mere wiring. */
  readonly rehomings: readonly Rehoming[];
}

/** One circle for each group of units that wait for each other, the one that is easiest to open. */
export function findCycles(names: readonly string[], edges: readonly Edge[]): readonly Cycle[] {
  const next = new Map<string, Set<string>>(names.map((name) => [name, new Set()]));
  for (const { from, to } of edges) next.get(from)?.add(to);
  return components(names, next).map((group): Cycle => {
    const inside = new Set(group);
    const links = group.flatMap((from) =>
      [...(next.get(from) ?? [])].filter((to) => inside.has(to)).map((to) => ({ from, to })),
    );
    const candidates = links.flatMap(({ from, to }) => {
      const rehomings = rehomingsOf(edges.filter((edge) => edge.from === from && edge.to === to));
      const back = shortestPath(to, from, next, inside);
      return back === undefined ? [] : [{ units: [from, ...back.slice(0, -1)], rehomings }];
    });
    const [best = { units: group, rehomings: [] }] = candidates.toSorted(
      (a, b) => Number(b.rehomings.length > 0) - Number(a.rehomings.length > 0) || a.units.length - b.units.length,
    );
    return best;
  });
}

/** A circle as the author of the templates reads it. */
export function cycleDiagnostic(cycle: Cycle, edges: readonly Edge[], fallbackFile: string | undefined): Diagnostic {
  const steps = cycle.units.map((from, index) => {
    const to = cycle.units[(index + 1) % cycle.units.length] ?? from;
    const edge = edges.find((each) => each.from === from && each.to === to);
    const place = placeText(edge?.evidence[0]?.position);
    const why = edge === undefined ? "" : `${describeReason(edge.reason)}${place === "" ? "" : `, ${place}`}`;
    return `"${from}" waits for "${to}" (${why})`;
  });
  const advice =
    cycle.rehomings.length > 0
      ? cycle.rehomings.map((each) => each.advice).join(" ")
      : 'Move what both need into a unit of its own, such as one of tier "infrastructure".';
  const position =
    cycle.rehomings[0]?.resource.position ??
    (fallbackFile === undefined ? undefined : { file: fallbackFile, line: 1, column: 1 });
  const logicalId = cycle.rehomings[0]?.resource.logicalId;
  return {
    severity: "error",
    code: "GRAPH_CYCLE",
    summary: "Units wait for each other in a circle.",
    detail: `${steps.join(", ")}. ${advice}`,
    ...(position === undefined ? {} : { position }),
    ...(logicalId === undefined ? {} : { logicalId }),
  };
}

// All that ties the one unit to the other, if all of it can go where the consumer is; nothing if something has to stay.
function rehomingsOf(link: readonly Edge[]): readonly Rehoming[] {
  const rehomings = new Map<string, Rehoming>();
  const evidence = link.flatMap((edge) => edge.evidence.map((each) => ({ ...each, to: edge.to, from: edge.from })));
  if (evidence.length === 0 || link.some((edge) => edge.evidence.length === 0)) return [];
  for (const { reader, from, to } of evidence) {
    if (reader === undefined) return [];
    const own = evidence.filter((each) => each.reader?.logicalId === reader.logicalId);
    const advice = adviceFor(reader, own, from, to);
    if (advice === undefined) return [];
    rehomings.set(reader.logicalId, { resource: reader, from, to, advice });
  }
  return [...rehomings.values()];
}

function adviceFor(reader: ResourceRef, uses: readonly Evidence[], from: string, to: string): string | undefined {
  const place = placeText(reader.position);
  const named = `"${reader.logicalId}" (${reader.type ?? "resource"}${place === "" ? "" : `, ${place}`})`;
  const home = WIRING[reader.type ?? ""]?.home ?? [];
  const isTied = uses.some(({ path }) =>
    home.some((name) => path === `Properties.${name}` || path.startsWith(`Properties.${name}.`)),
  );
  if (isTied)
    return `Move ${named} from unit "${from}" into unit "${to}": ${KINSHIP[reader.type ?? ""] ?? "it"} belongs with its consumer.`;
  if (uses.every(({ path }) => path.startsWith("Properties.NotificationConfiguration")))
    return `Set "EventBridgeConfiguration" in the notifications of bucket ${named}, and move the receiver into an AWS::Events::Rule of unit "${to}": a bucket need not know who listens.`;
  if (reader.type === "AWS::SNS::Topic" && uses.every(({ path }) => path.startsWith("Properties.Subscription")))
    return `Move the "Subscription" of topic ${named} from unit "${from}" into an AWS::SNS::Subscription of unit "${to}": a subscription belongs with its consumer.`;
  return undefined;
}

const KINSHIP: Readonly<Record<string, string>> = {
  "AWS::SNS::Subscription": "a subscription",
  "AWS::Logs::SubscriptionFilter": "a subscription",
  "AWS::Lambda::Permission": "a permission",
  "AWS::Lambda::EventSourceMapping": "an event source",
  "AWS::Events::Rule": "a rule",
  "AWS::Pipes::Pipe": "a pipe",
  "AWS::Scheduler::Schedule": "a schedule",
  "AWS::SQS::QueuePolicy": "a policy",
  "AWS::SNS::TopicPolicy": "a policy",
  "AWS::IAM::Policy": "a policy",
  "AWS::IAM::RolePolicy": "a policy",
  "AWS::IAM::ManagedPolicy": "a policy",
};

// Tarjan's strongly connected components, those of more than one unit.
function components(names: readonly string[], next: ReadonlyMap<string, ReadonlySet<string>>): readonly string[][] {
  const found: string[][] = [];
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];

  function visit(name: string): void {
    index.set(name, index.size);
    low.set(name, index.size - 1);
    stack.push(name);
    for (const other of next.get(name) ?? []) {
      if (!index.has(other)) visit(other);
      if (stack.includes(other)) low.set(name, Math.min(low.get(name) ?? 0, low.get(other) ?? 0));
    }
    if (low.get(name) !== index.get(name)) return;
    const group = stack.splice(stack.indexOf(name));
    if (group.length > 1) found.push(group);
  }

  for (const name of names) if (!index.has(name)) visit(name);
  return found;
}

// From `start` to `end`, both included, by units of the group only.
function shortestPath(
  start: string,
  end: string,
  next: ReadonlyMap<string, ReadonlySet<string>>,
  inside: ReadonlySet<string>,
): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[start, undefined]]);
  for (const name of before.keys()) {
    if (name === end) break;
    for (const other of next.get(name) ?? []) if (inside.has(other) && !before.has(other)) before.set(other, name);
  }
  if (!before.has(end)) return undefined;
  const path: string[] = [];
  for (let at: string | undefined = end; at !== undefined; at = before.get(at)) path.unshift(at);
  return path;
}
