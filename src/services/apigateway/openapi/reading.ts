// What the parts of an import share: what is gathered while a definition is read, and the forms that its pieces have.

import type { DocumentationPartLocation, Method } from "../records.ts";
import type { Node } from "../../../service/api-front/nodes.ts";

/** A method as a definition has it: its authorizer and validator by name. */
export interface DefinedMethod {
  readonly path: string;
  readonly method: Omit<Method, "authorizerId" | "requestValidatorId">;
  readonly authorizerName?: string;
  readonly validatorName?: string;
}

export interface DefinedPart {
  readonly location: DocumentationPartLocation;
  /** JSON text. */
  readonly properties: string;
}

/** What is gathered while a definition is read. */
export interface Reading {
  readonly document: Node;
  readonly version: "oas30" | "swagger";
  /** Adds the model of an inline schema and gives its name. */
  modelOf(schema: Node): string;
  warn(message: string): void;
}
