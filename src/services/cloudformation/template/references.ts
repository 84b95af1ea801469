// Who refers to whom: finds every Ref, Fn::GetAtt and Fn::Sub variable in a value, without evaluating it.

import { isRecord } from "./values.ts";

export interface Reference {
  readonly kind: "ref" | "attribute" | "condition" | "import";
  /** Logical id, parameter, pseudo parameter or condition; "" for an import whose name is computed. */
  readonly name: string;
  /** For "attribute": the attribute's name, undefined where a function computes it. */
  readonly attribute?: string;
  /** The function that holds it: "Ref", "Fn::GetAtt", "Fn::Sub", "Fn::If", "Condition", "Fn::ImportValue". */
  readonly via: string;
  /** Where it is written: an object and its member, for positions. */
  readonly owner: object;
  readonly member: string | number;
}

/**
 * All references in `value`. With `conditions`, only the branches of Fn::If that these values choose are walked, which
 * is what a deployment depends on; without, all of them.
 */
export function referencesIn(value: unknown, conditions?: ReadonlyMap<string, boolean>): Reference[] {
  const found: Reference[] = [];
  walk(value);
  return found;

  function walk(node: unknown): void {
    if (Array.isArray(node)) {
      for (const item of node) walk(item);
      return;
    }
    if (!isRecord(node)) return;
    const keys = Object.keys(node);
    const [key] = keys;
    if (keys.length === 1 && key !== undefined && walkFunction(node, key)) return;
    for (const child of Object.values(node)) walk(child);
  }

  /** False where the object is no function that refers to something by itself. */
  function walkFunction(node: Record<string, unknown>, key: string): boolean {
    const argument = node[key];
    if (key === "Ref" && typeof argument === "string") {
      found.push({ kind: "ref", name: argument, via: key, owner: node, member: key });
      return true;
    }
    if (key === "Condition" && typeof argument === "string") {
      found.push({ kind: "condition", name: argument, via: key, owner: node, member: key });
      return true;
    }
    if (key === "Fn::GetAtt") {
      const parts: unknown[] = Array.isArray(argument) ? argument : String(argument).split(/\.(.*)/s, 2);
      const [name, ...attribute] = parts;
      const isKnown = attribute.every((part) => typeof part === "string");
      if (typeof name === "string") {
        found.push({
          kind: "attribute",
          name,
          ...(isKnown ? { attribute: attribute.join(".") } : {}),
          via: key,
          owner: node,
          member: key,
        });
      }
      for (const part of attribute) walk(part);
      return true;
    }
    if (key === "Fn::Sub") {
      walkSub(node, argument);
      return true;
    }
    if (key === "Fn::If" && Array.isArray(argument)) {
      const [name, whenTrue, whenFalse]: unknown[] = argument;
      if (typeof name === "string") found.push({ kind: "condition", name, via: key, owner: argument, member: 0 });
      const chosen = typeof name === "string" ? conditions?.get(name) : undefined;
      if (chosen !== false) walk(whenTrue);
      if (chosen !== true) walk(whenFalse);
      return true;
    }
    if (key === "Fn::ImportValue") {
      found.push({
        kind: "import",
        name: typeof argument === "string" ? argument : "",
        via: key,
        owner: node,
        member: key,
      });
      walk(argument);
      return true;
    }
    return false;
  }

  function walkSub(node: Record<string, unknown>, argument: unknown): void {
    const [text, variables]: unknown[] = Array.isArray(argument) ? argument : [argument];
    const local = isRecord(variables) ? variables : {};
    walk(Object.values(local));
    if (typeof text !== "string") return;
    for (const name of subVariables(text)) {
      if (Object.hasOwn(local, name)) continue;
      const dot = name.indexOf(".");
      const place = { via: "Fn::Sub", owner: node, member: "Fn::Sub" };
      if (dot === -1) found.push({ kind: "ref", name, ...place });
      else found.push({ kind: "attribute", name: name.slice(0, dot), attribute: name.slice(dot + 1), ...place });
    }
  }
}

const SUB_VARIABLE = /\$\{([^}]*)\}/g;

/** The names in a Fn::Sub text; "${!Literal}" is none. */
function subVariables(text: string): string[] {
  return Array.from(text.matchAll(SUB_VARIABLE), ([, name = ""]) => name.trim()).filter(
    (name) => !name.startsWith("!"),
  );
}

/** Replaces the variables of a Fn::Sub text; "${!Literal}" becomes "${Literal}". */
export function substitute(text: string, valueOf: (name: string) => string): string {
  return text.replace(SUB_VARIABLE, (_all, name: string) =>
    name.trim().startsWith("!") ? `\${${name.trim().slice(1)}}` : valueOf(name.trim()),
  );
}
