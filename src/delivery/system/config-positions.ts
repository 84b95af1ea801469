// Finds where a value of a configuration stands in its source. The configuration was bundled by esbuild to be imported; the bundle's
// syntax tree says which piece of text made a value, and its source map where that piece came from, also when it is another file. Only
// read when there is something to report.

import { createRequire, SourceMap } from "node:module";
import type { Expression, Node, ObjectExpression, Program, Property, parse as Parse } from "acorn";
import type { SourcePosition } from "../../kernel/diagnostics.ts";

/** Finds the place of the value at a path such as ["environments", "dev", "region"], or of its nearest parent. */
export type PositionOf = (path: readonly string[]) => SourcePosition | undefined;

/** Prepares to find places in a bundle; `shown` says how to name a source file of its map. */
export function createPositionFinder(code: string, map: string, shown: (path: string) => string): PositionOf {
  let bundle: Bundle | undefined;
  return (path) => {
    bundle ??= readBundle(code, map);
    const found = find(bundle, path);
    if (found === undefined) return undefined;
    const { line, column } = found.loc?.start ?? { line: 1, column: 0 };
    const entry = bundle.map.findEntry(line - 1, column);
    if (!("originalSource" in entry)) return undefined;
    return { file: shown(entry.originalSource), line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  };
}

interface Bundle {
  /** What the module exports as default. */
  readonly root: Node | undefined;
  readonly variables: ReadonlyMap<string, Expression>;
  readonly map: SourceMap;
}

function readBundle(code: string, map: string): Bundle {
  // Loaded here and at once: most configurations are right, and a diagnostic is made without waiting.
  const { parse } = createRequire(import.meta.url)("acorn") as { parse: typeof Parse };
  const program = parse(code, { ecmaVersion: "latest", sourceType: "module", locations: true });
  const variables = variablesOf(program);
  return { root: rootOf(program, variables), variables, map: new SourceMap(JSON.parse(map)) };
}

// Those of the module itself: esbuild has given names of several files each their own.
function variablesOf(program: Program): ReadonlyMap<string, Expression> {
  const variables = new Map<string, Expression>();
  for (const statement of program.body) {
    const declaration = statement.type === "ExportNamedDeclaration" ? statement.declaration : statement;
    if (declaration?.type !== "VariableDeclaration") continue;
    for (const { id, init } of declaration.declarations)
      if (id.type === "Identifier" && init !== null && init !== undefined) variables.set(id.name, init);
  }
  return variables;
}

function rootOf(program: Program, variables: ReadonlyMap<string, Expression>): Node | undefined {
  for (const statement of program.body) {
    if (statement.type === "ExportDefaultDeclaration") return statement.declaration;
    if (statement.type !== "ExportNamedDeclaration") continue;
    for (const { exported, local } of statement.specifiers)
      if (nameOf(exported) === "default") return variables.get(nameOf(local) ?? "");
  }
  return undefined;
}

// The key of a member that is an object or made by a call, the value where it is written out.
function find(bundle: Bundle, path: readonly string[]): Node | undefined {
  let place: Node | undefined;
  let current = bundle.root;
  for (const name of path) {
    const container = containerOf(bundle, current);
    if (container?.type === "ArrayExpression") {
      current = container.elements[Number(name)] ?? undefined;
      place = current ?? place;
    } else if (container?.type === "ObjectExpression") {
      const property = memberOf(bundle, container, name);
      current = property?.value;
      place = property === undefined ? place : isWritten(property.value) ? property.value : property.key;
    } else {
      current = undefined;
    }
    if (current === undefined) return place;
  }
  return place;
}

function isWritten(node: Node): boolean {
  return node.type === "Literal" || node.type === "TemplateLiteral" || node.type === "Identifier";
}

/** The object or list that an expression comes down to, as far as the text shows it. */
function containerOf(bundle: Bundle, node: Node | undefined, depth = 0): Expression | undefined {
  // LIMIT: names that stand for each other in a circle end here.
  if (node === undefined || depth > 50) return undefined;
  const expression = node as Expression;
  switch (expression.type) {
    case "ObjectExpression":
    case "ArrayExpression":
      return expression;
    case "Identifier":
      return containerOf(bundle, bundle.variables.get(expression.name), depth + 1);
    case "CallExpression":
      // defineSystem({...}) and others that give back what they are given.
      return expression.arguments.length === 1 ? containerOf(bundle, expression.arguments[0], depth + 1) : undefined;
    case "ConditionalExpression":
      return (
        containerOf(bundle, expression.consequent, depth + 1) ?? containerOf(bundle, expression.alternate, depth + 1)
      );
    case "LogicalExpression":
      return containerOf(bundle, expression.right, depth + 1) ?? containerOf(bundle, expression.left, depth + 1);
    case "MemberExpression": {
      const container = containerOf(bundle, expression.object, depth + 1);
      const name = expression.computed ? textOf(bundle, expression.property) : nameOf(expression.property);
      if (container?.type !== "ObjectExpression" || name === undefined) return undefined;
      return containerOf(bundle, memberOf(bundle, container, name)?.value, depth + 1);
    }
    default:
      return undefined;
  }
}

// The last one counts, as when the code runs.
function memberOf(bundle: Bundle, object: ObjectExpression, name: string): Property | undefined {
  for (const member of object.properties.toReversed()) {
    if (member.type === "Property") {
      if ((member.computed ? textOf(bundle, member.key) : nameOf(member.key)) === name) return member;
      continue;
    }
    const spread = containerOf(bundle, member.argument);
    const found = spread?.type === "ObjectExpression" ? memberOf(bundle, spread, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

function nameOf(node: Node): string | undefined {
  const expression = node as Expression;
  if (expression.type === "Identifier") return expression.name;
  return expression.type === "Literal" ? String(expression.value) : undefined;
}

function textOf(bundle: Bundle, node: Node): string | undefined {
  const expression = node as Expression;
  const meant = expression.type === "Identifier" ? bundle.variables.get(expression.name) : expression;
  return meant?.type === "Literal" ? String(meant.value) : undefined;
}
