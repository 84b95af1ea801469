// The graph as people and programs read it: units with their coupling, and one edge for each pair of units. This is the shape of
// `stackyard graph --json`, documented in docs/graph.md: members are added, never changed. Pure.

import type { Environment, System } from "../system/system.ts";
import type { Tier } from "../system/define-system.ts";
import { objectAt } from "../system/template.ts";
import { describeReason, strongestKind } from "./edges.ts";
import type { Edge, EdgeKind, Evidence, Reason, UseKind } from "./edges.ts";
import { allUnitsOf } from "./evaluate.ts";
import type { EvaluatedSystem } from "./evaluated-system.ts";
import type { Graph } from "./graph.ts";
import type { Finding } from "./review.ts";

export interface GraphView {
  readonly v: 1;
  readonly system: string;
  readonly environment: string;
  /** In an order in which each unit comes after those that it waits for. */
  readonly units: readonly UnitView[];
  readonly edges: readonly EdgeView[];
  readonly cycles: readonly CycleView[];
  readonly findings: readonly Finding[];
}

export interface UnitView {
  readonly name: string;
  readonly tier: Tier;
  /** The environment where it lives, if it is another one. */
  readonly borrowedFrom?: string;
  /** As messages name it. */
  readonly template: string;
  /** Resources of the template in this environment, before transforms. */
  readonly resources: number;
  readonly waitsFor: readonly string[];
  readonly coupling: Coupling;
}

/** How a unit is tied to others, tiers and mere declarations aside. */
export interface Coupling {
  /** How many units use it. */
  readonly in: number;
  /** How many units it uses. */
  readonly out: number;
  /** How many places of templates use it, and use others, by kind. */
  readonly kinds: Readonly<Record<UseKind, { readonly in: number; readonly out: number }>>;
}

export interface EdgeView {
  /** The unit that depends. */
  readonly from: string;
  /** The unit that is depended on. */
  readonly to: string;
  /** The strongest of `kinds`. */
  readonly kind: EdgeKind;
  readonly kinds: readonly EdgeKind[];
  /** Whether `from` is deployed after `to` because of it. */
  readonly decidesOrder: boolean;
  readonly reasons: readonly ReasonView[];
}

export interface ReasonView {
  readonly reason: Reason;
  /** The reason in a few words. */
  readonly text: string;
  readonly kind: EdgeKind;
  readonly evidence: readonly Evidence[];
}

export interface CycleView {
  readonly units: readonly string[];
  readonly rehome: readonly {
    readonly logicalId: string;
    readonly from: string;
    readonly to: string;
    readonly advice: string;
  }[];
}

/** The view of a graph, of `only` these units and the edges between them if they are given. */
export function viewOf(
  parts: {
    system: System;
    environment: Environment;
    graph: Graph;
    evaluated: EvaluatedSystem;
    findings: readonly Finding[];
  },
  only?: readonly string[],
): GraphView {
  const { system, environment, graph, evaluated, findings } = parts;
  const edges = pairs(graph);
  const homes = new Map((system.borrowed ?? []).map((each) => [each.unit.name, each.environment.name]));
  const all = new Map(allUnitsOf(system).map((unit) => [unit.name, unit]));
  const shown = new Set(only ?? [...homes.keys(), ...graph.order]);
  const units = [...homes.keys(), ...graph.order].flatMap((name): UnitView[] => {
    const unit = all.get(name);
    if (unit === undefined || !shown.has(name)) return [];
    const home = homes.get(name);
    const resources = Object.keys(objectAt(evaluated.units.get(name)?.body, "Resources")).length;
    const waitsFor = graph.dependenciesOf(name);
    const { tier, template } = unit;
    const coupling = couplingOf(name, edges);
    const borrowed = home === undefined ? {} : { borrowedFrom: home };
    return [{ name, tier, ...borrowed, template: template.file, resources, waitsFor, coupling }];
  });
  return {
    v: 1,
    system: system.name,
    environment: environment.name,
    units,
    edges: edges.filter(({ from, to }) => shown.has(from) && shown.has(to)),
    cycles: graph.cycles.map(({ units: circle, rehomings }) => ({
      units: circle,
      rehome: rehomings.map(({ resource, from, to, advice }) => ({ logicalId: resource.logicalId, from, to, advice })),
    })),
    findings,
  };
}

// One edge for each pair, without the tiers where something real stands beside them.
function pairs(graph: Graph): readonly EdgeView[] {
  const found = new Map<string, Edge[]>();
  for (const edge of graph.edges) {
    const key = `${edge.from}\n${edge.to}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [edge]);
    else known.push(edge);
  }
  return [...found.values()].map((all): EdgeView => {
    const real = all.filter((edge) => edge.reason.kind !== "tier");
    const edges = real.length > 0 ? real : all;
    const { from = "", to = "" } = edges[0] ?? {};
    const kinds = [...new Set(edges.flatMap((edge) => kindsOf(edge)))].filter(
      (kind, _, list) => kind !== "order" || list.length === 1,
    );
    return {
      from,
      to,
      kind: strongestKind(kinds),
      kinds,
      decidesOrder: all.some((edge) => !graph.runtimeOnly.includes(edge)),
      reasons: edges.map(({ reason, kind, evidence }) => ({ reason, text: describeReason(reason), kind, evidence })),
    };
  });
}

function kindsOf(edge: Edge): readonly EdgeKind[] {
  return edge.evidence.length === 0 ? [edge.kind] : edge.evidence.map((each) => each.kind);
}

function couplingOf(unit: string, edges: readonly EdgeView[]): Coupling {
  const real = edges.filter((edge) => edge.kind !== "order");
  const incoming = real.filter((edge) => edge.to === unit);
  const outgoing = real.filter((edge) => edge.from === unit);
  const places = (of: readonly EdgeView[], kind: UseKind): number =>
    of.flatMap((edge) => edge.reasons.flatMap((each) => each.evidence)).filter((each) => each.kind === kind).length;
  const both = (kind: UseKind) => ({ in: places(incoming, kind), out: places(outgoing, kind) });
  return {
    in: incoming.length,
    out: outgoing.length,
    kinds: { event: both("event"), data: both("data"), call: both("call"), value: both("value") },
  };
}
