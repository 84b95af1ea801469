// What is known of a system before anything is deployed: its templates worked out, and who takes what from whom.

import type { Unit } from "../system/system.ts";
import type { TemplateObject } from "../system/template.ts";
import type { Reason } from "./edges.ts";

/** A value that one unit takes from another by a means of CloudFormation. */
export interface Use {
  readonly reason: Extract<Reason, { kind: "import" | "parameter" | "stackOutput" | "ssm" | "secret" }>;
  /** The unit that gives it. */
  readonly to: string;
  /** Where it is taken: a path of the template's long form. */
  readonly path: readonly string[];
  readonly value: string;
}

/** A name that nobody in the system gives. */
export interface UnknownName {
  readonly kind: "import" | "output";
  readonly name: string;
  /** The unit that should give it, if that is known. */
  readonly unit?: string;
  readonly path: readonly string[];
}

/** One unit's template, worked out for one environment. */
export interface EvaluatedUnit {
  readonly unit: Unit;
  /** "Resources", "Outputs" and "Globals" without what a condition leaves out; values have the paths of the source. */
  readonly body: TemplateObject;
  readonly uses: readonly Use[];
  readonly unknown: readonly UnknownName[];
}

/** An export, and the output that it is. */
export interface ExportOwner {
  readonly unit: string;
  readonly output: string;
}

export interface EvaluatedSystem {
  readonly units: ReadonlyMap<string, EvaluatedUnit>;
  /** By name. */
  readonly exports: ReadonlyMap<string, ExportOwner>;
  /** Exports of a name that another unit gave first. */
  readonly doubleExports: readonly {
    readonly name: string;
    readonly first: ExportOwner;
    readonly second: ExportOwner;
  }[];
}

/** What is known of the place that is deployed to. What is not, becomes a placeholder that is the same for all units. */
export interface Place {
  readonly region?: string | undefined;
  readonly account?: string | undefined;
}

/** A resource that a text refers to. */
export interface ResourceSymbol {
  readonly unit: string;
  readonly logicalId: string;
  /** Undefined for Ref. */
  readonly attribute: string | undefined;
}

const SYMBOL = /⟦([^⟦⟧.]+)\.([^⟦⟧.]+)(?:\.([^⟦⟧]+))?⟧/g;

/** The resources whose values a text contains. */
export function symbolsIn(text: string): readonly ResourceSymbol[] {
  if (!text.includes("⟦")) return [];
  return [...text.matchAll(SYMBOL)].map(([, unit = "", logicalId = "", attribute]) => ({ unit, logicalId, attribute }));
}
