// The words of the graph: an edge between two units, why it is there, what kind of coupling it is, and where it stands in
// the source. Types and their wording only.

import type { SourcePosition } from "../../kernel/diagnostics.ts";

/** How a use couples two units: by events, by shared data, by a synchronous call, or by a mere value. */
export type UseKind = "event" | "data" | "call" | "value";

/** As UseKind; "order" for edges that carry nothing: tiers and declarations. */
export type EdgeKind = UseKind | "order";

/** Why one unit waits for another. */
export type Reason =
  | { readonly kind: "import"; readonly export: string; readonly output: string }
  | { readonly kind: "parameter"; readonly parameter: string; readonly output?: string }
  | { readonly kind: "stackOutput"; readonly output: string }
  /** An SSM parameter that the other unit declares, read at deployment. */
  | { readonly kind: "ssm"; readonly name: string }
  /** A secret that the other unit declares, read at deployment. */
  | { readonly kind: "secret"; readonly name: string }
  /** A physical name or ARN that the other unit's template gives. */
  | { readonly kind: "identifier"; readonly identifier: string }
  | { readonly kind: "tier" }
  | { readonly kind: "declared" }
  /** As the manifest of a CDK app says. */
  | { readonly kind: "manifest" };

/** A resource of a template. */
export interface ResourceRef {
  readonly unit: string;
  readonly logicalId: string;
  /** Such as "AWS::SNS::Topic"; undefined for what a transform makes. */
  readonly type: string | undefined;
  readonly position: SourcePosition | undefined;
}

/** One place in a template that makes an edge. */
export interface Evidence {
  readonly kind: UseKind;
  /** The place in the source of the unit that reads. */
  readonly position: SourcePosition | undefined;
  /** The resource that reads; undefined for outputs and parameters. */
  readonly reader: ResourceRef | undefined;
  /** Path in the reading template, such as "Properties.TopicArn" of the reader, or "Outputs.Url.Value". */
  readonly path: string;
  /** What is read, as far as the templates tell; what only the cloud knows stands in ⟦⟧. */
  readonly value: string;
  /** The resource whose value is read, if it is one. It may belong to a third unit that handed its value on. */
  readonly target: ResourceRef | undefined;
  /** Whether the deployment itself needs the other unit; names in policies and variables are needed only at run time. */
  readonly isNeededToDeploy: boolean;
}

/** Why one unit depends on another. */
export interface Edge {
  /** The unit that depends. */
  readonly from: string;
  /** The unit that is depended on. */
  readonly to: string;
  readonly reason: Reason;
  /** The strongest kind of its evidence. */
  readonly kind: EdgeKind;
  /** At least one, except for tiers and declarations. */
  readonly evidence: readonly Evidence[];
}

// The strongest first: a synchronous call couples two units more than shared data, which couples more than events.
const STRENGTH: readonly UseKind[] = ["call", "data", "event", "value"];

/** The kind that stands for several. */
export function strongestKind(kinds: Iterable<EdgeKind>): EdgeKind {
  const present = new Set(kinds);
  return STRENGTH.find((kind) => present.has(kind)) ?? "order";
}

/** Why an edge exists, in a few words. */
export function describeReason(reason: Reason): string {
  switch (reason.kind) {
    case "import":
      return `imports "${reason.export}"`;
    case "parameter":
      return `parameter "${reason.parameter}"`;
    case "stackOutput":
      return `reads output "${reason.output}"`;
    case "ssm":
      return `reads SSM parameter "${reason.name}"`;
    case "secret":
      return `reads secret "${reason.name}"`;
    case "identifier":
      return `names "${reason.identifier}"`;
    case "tier":
      return "tier";
    case "declared":
      return "declared";
    case "manifest":
      return "CDK manifest";
    default:
      return reason satisfies never;
  }
}

/** "file:line" of a place, for people; empty if it is not known. */
export function placeText(position: SourcePosition | undefined): string {
  return position === undefined ? "" : `${position.file}:${position.line}`;
}
