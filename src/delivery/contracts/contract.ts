// The words of contracts: what a unit promises on a channel, and what other units read of it. Types only.

import type { SourcePosition } from "../../kernel/diagnostics.ts";
import type { JsonSchema } from "./schema.ts";

/** Where events of a contract go, or which API it is about; names are logical ids of the producing unit's template. */
export type Channel =
  | { readonly kind: "topic"; readonly logicalId: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: "queue"; readonly logicalId: string; readonly attributes: Readonly<Record<string, string>> }
  | { readonly kind: "bus"; readonly logicalId: string; readonly source?: string; readonly detailType?: string }
  | { readonly kind: "api"; readonly logicalId?: string };

/** An operation of an API, such as "GET /payments/{paymentId}". */
export interface ApiOperation {
  /** The parameters that must be there, as "query limit". */
  readonly requiredParameters: readonly string[];
  readonly isBodyRequired: boolean;
  /** Undefined where nothing is said of the body. */
  readonly request?: JsonSchema;
  /** By status, such as "200"; those without a schema are `true`. */
  readonly responses: Readonly<Record<string, JsonSchema>>;
}

/** What a release keeps of a contract: all that a comparison needs, without descriptions and examples. */
export interface Contract {
  /** Such as "payment-completed.v1". */
  readonly id: string;
  readonly channel: Channel;
  /** Of an event: its schema. Of an API: only the definitions that its operations refer to. */
  readonly schema: JsonSchema;
  /** Of an API. */
  readonly operations?: Readonly<Record<string, ApiOperation>>;
}

/** A field that a unit reads: a JSON pointer in which "*" stands for every element of a list. */
export interface ReadField {
  readonly pointer: string;
  /** The only values that the reader can take. Without them values that are new to an enumeration are no break. */
  readonly values?: readonly unknown[];
}

/** What one unit reads of another's contract. */
export interface Reading {
  /** The producer. */
  readonly unit: string;
  readonly contract: string;
  /** Undefined for everything. */
  readonly fields?: readonly ReadField[];
  /** Of an API: the fields that it reads of the answers, by operation. */
  readonly operations?: Readonly<Record<string, readonly ReadField[]>>;
}

/** The contracts of one unit version, as the release's record has them. */
export interface UnitContracts {
  readonly produces: readonly Contract[];
  readonly reads: readonly Reading[];
}

/** A contract's source: its examples, and the places of its parts. */
export interface ContractSource {
  readonly contract: Contract;
  /** As messages name it. */
  readonly file: string;
  readonly examples: readonly unknown[];
  /** The place of a part of the schema, or of its nearest parent. */
  positionOf(path: readonly string[]): SourcePosition | undefined;
}

/** What stands in a unit's folder "contracts". */
export interface ContractSources extends UnitContracts {
  readonly sources: readonly ContractSource[];
  /** The place of a reading, and of a field of it. */
  placeOfReading(reading: Reading, pointer?: string): SourcePosition | undefined;
}
