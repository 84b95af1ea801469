// Checks an operation's input against what its schema requires and its service's constraints, before authorisation.
// One checker is compiled per operation and visits only what can be wrong, so that the hot operations pay for a few
// comparisons.

import type { Member, OperationModel, Shape } from "../model/model.ts";
import type { Constraint, Constraints, Violation } from "./constraints.ts";
import { lengthOf } from "./constraints.ts";

type Report = (violation: Violation) => void;
type Check = (value: unknown, path: string, report: Report) => void;

/** Gives all violations of an input, in the order of the schema's members. */
export type InputChecker = (input: Readonly<Record<string, unknown>>) => readonly Violation[];

/** Compiles the checker of one operation. */
export function compileInputChecker(operation: OperationModel, constraints: Constraints | undefined): InputChecker {
  const rules = constraints?.[operation.name] ?? {};
  const check = compileShape(operation.input, "", rules, new Map());
  if (check === undefined) return () => [];
  return (input) => {
    let violations: Violation[] | undefined;
    check(input, "", (violation) => (violations ??= []).push(violation));
    return violations ?? [];
  };
}

/**
 * A check for everything below `shape`, or undefined where nothing can be wrong. `rulePath` is the path in Constraints;
 * shapes that contain themselves are compiled once and without path-specific rules below the first level.
 */
function compileShape(
  shape: Shape,
  rulePath: string,
  rules: Readonly<Record<string, Constraint>>,
  open: Map<Shape, { check?: Check | undefined }>,
): Check | undefined {
  if (shape.kind === "structure" || shape.kind === "union") {
    const circular = open.get(shape);
    if (circular !== undefined) return (value, path, report) => circular.check?.(value, path, report);
    const slot: { check?: Check | undefined } = {};
    open.set(shape, slot);
    const members = [...shape.members.values()].flatMap((member) => {
      const isRequired = shape.kind === "structure" && shape.required.includes(member.name);
      const path = rulePath === "" ? member.name : `${rulePath}.${member.name}`;
      const inner = compileMember(member, path, rules, open);
      return isRequired || inner !== undefined
        ? [{ name: member.name, coral: lowerFirst(member.name), isRequired, inner }]
        : [];
    });
    open.delete(shape);
    if (members.length === 0) return undefined;
    slot.check = (value, path, report) => {
      const record = value as Readonly<Record<string, unknown>>;
      for (const { name, coral, isRequired, inner } of members) {
        const item = record[name];
        if (item === undefined || item === null) {
          if (isRequired) report({ kind: "missing", path: below(path, coral), member: name, value: undefined });
        } else inner?.(item, below(path, coral), report);
      }
    };
    return slot.check;
  }
  if (shape.kind === "list") {
    const inner = compileMember(shape.member, `${rulePath}.member`, rules, open);
    if (inner === undefined) return undefined;
    return (value, path, report) => {
      for (const [position, item] of (value as readonly unknown[]).entries()) {
        if (item !== null && item !== undefined) inner(item, `${path}.${position + 1}.member`, report);
      }
    };
  }
  if (shape.kind === "map") {
    const key = compileMember(shape.key, `${rulePath}.key`, rules, open);
    const inner = compileMember(shape.value, `${rulePath}.value`, rules, open);
    if (key === undefined && inner === undefined) return undefined;
    return (value, path, report) => {
      for (const [name, item] of Object.entries(value as object)) {
        key?.(name, `${path}.key`, report);
        if (item !== null && item !== undefined) inner?.(item, `${path}.${name}.member`, report);
      }
    };
  }
  return undefined;
}

function compileMember(
  member: Member,
  rulePath: string,
  rules: Readonly<Record<string, Constraint>>,
  open: Map<Shape, { check?: Check | undefined }>,
): Check | undefined {
  const constraint = rules[rulePath];
  const own = constraint === undefined ? undefined : compileConstraint(constraint, member.name);
  const below = compileShape(member.shape, rulePath, rules, open);
  if (own === undefined || below === undefined) return own ?? below;
  return (value, path, report) => {
    own(value, path, report);
    below(value, path, report);
  };
}

function compileConstraint(constraint: Constraint, member: string): Check {
  const { length, range, pattern, oneOf } = constraint;
  const expression = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, "u");
  return (value, path, report) => {
    const violate = (kind: Violation["kind"]): void => report({ kind, path, member, value, constraint });
    if (length !== undefined && isOutside(lengthOf(value), length)) violate("length");
    if (range !== undefined && isOutside(Number(value), range)) violate("range");
    if (expression !== undefined && !expression.test(String(value))) violate("pattern");
    if (oneOf !== undefined && !oneOf.includes(String(value))) violate("enum");
  };
}

function isOutside(size: number, [minimum, maximum]: readonly [number, number]): boolean {
  return size < minimum || size > maximum;
}

function below(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}

/** Coral prints member names with a small first letter. */
function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
