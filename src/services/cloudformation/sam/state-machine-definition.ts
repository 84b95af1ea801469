// A state machine's definition that stands in the template: its JSON text, with placeholders for what the deployment decides.

import { isRecord } from "../template/values.ts";
import { inAscii, isIntrinsic } from "./draft.ts";
import type { Values } from "./draft.ts";

const DYNAMIC_REFERENCE = /^\{\{resolve:[a-z-]+:.+\}\}$/;

/** The definition as lines that Fn::Join puts together, and the values of its placeholders. */
export function definitionString(definition: Values): { text: Values; substitutions: Values } {
  const substitutions: Values = {};
  const json = inAscii(JSON.stringify(placeholders(definition), undefined, 4));
  return { text: { "Fn::Join": ["\n", json.split("\n")] }, substitutions };

  /** AWS: intrinsic functions and dynamic references are numbered in the order of their members' names. */
  function placeholders(value: unknown): unknown {
    if (isIntrinsic(value) || (typeof value === "string" && DYNAMIC_REFERENCE.test(value))) {
      const name = `definition_substitution_${Object.keys(substitutions).length + 1}`;
      substitutions[name] = value;
      return `\${${name}}`;
    }
    if (Array.isArray(value)) return value.map((item) => placeholders(item));
    if (!isRecord(value)) return value;
    const names = Object.keys(value).sort();
    return Object.fromEntries(names.map((name) => [name, placeholders(value[name])]));
  }
}
