// What #names and :values stand for in one request, and which of them no expression has used.

import { ExpressionError, type Path } from "./ast.ts";
import type { AttributeValue } from "../values/attribute-value.ts";

/** A document path with its placeholders resolved. */
export type BoundPath = readonly (string | number)[];

export class Placeholders {
  readonly #names: Readonly<Record<string, string>>;
  readonly #values: Readonly<Record<string, AttributeValue>>;
  readonly #used = new Set<string>();

  constructor(
    names: Readonly<Record<string, string>> | undefined,
    values: Readonly<Record<string, AttributeValue>> | undefined,
  ) {
    this.#names = names ?? {};
    this.#values = values ?? {};
  }

  /** The path with attribute names in place of #names; throws for one that is not defined. */
  path({ steps }: Path): BoundPath {
    return steps.map((step) => (typeof step === "string" && step.startsWith("#") ? this.#name(step) : step));
  }

  #name(placeholder: string): string {
    this.#used.add(placeholder);
    const name = Object.hasOwn(this.#names, placeholder) ? this.#names[placeholder] : undefined;
    if (name === undefined)
      throw new ExpressionError(
        `An expression attribute name used in the document path is not defined; attribute name: ${placeholder}`,
      );
    return name;
  }

  /** The value behind a :value; throws if it is not defined. */
  value(placeholder: string): AttributeValue {
    this.#used.add(placeholder);
    const value = Object.hasOwn(this.#values, placeholder) ? this.#values[placeholder] : undefined;
    if (value === undefined)
      throw new ExpressionError(
        `An expression attribute value used in expression is not defined; attribute value: ${placeholder}`,
      );
    return value;
  }

  /** AWS's error if a placeholder was given that no expression uses. */
  unusedProblem(): string | undefined {
    for (const [parameter, given] of [
      ["ExpressionAttributeNames", this.#names],
      ["ExpressionAttributeValues", this.#values],
    ] as const) {
      const unused = Object.keys(given).filter((placeholder) => !this.#used.has(placeholder));
      if (unused.length > 0)
        return `Value provided in ${parameter} unused in expressions: keys: {${unused.join(", ")}}`;
    }
    return undefined;
  }
}

/** A path as AWS's messages show it: [a, b, [3]]. */
export function showPath(path: BoundPath): string {
  return `[${path.map((step) => (typeof step === "number" ? `[${step}]` : step)).join(", ")}]`;
}
