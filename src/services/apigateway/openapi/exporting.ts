// What the parts of an export share: what is exported and how, and objects without gaps.

import type { ApiSnapshot, DocumentationPartRecord } from "../records.ts";

export interface Exporting {
  readonly snapshot: ApiSnapshot;
  readonly type: "oas30" | "swagger";
  readonly region: string;
  readonly stageName: string;
  /** What x-amazon-apigateway-* extensions there are: those of integrations, of authorizers, or all. */
  readonly extensions: { readonly integrations: boolean; readonly authorizers: boolean; readonly all: boolean };
  /** Of the stage's documentation version. */
  readonly documentation: readonly DocumentationPartRecord[];
}

/** The object without what is undefined. */
export function given(node: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(node).filter(([, value]) => value !== undefined));
}
