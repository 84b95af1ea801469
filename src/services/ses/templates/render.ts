// Renders a template with a person's data. Nothing of the process can be reached from one: values are JSON's, and only their own
// members count. Pure.
//
// AWS: "Advanced email personalization": SES does not escape HTML. "Send templated mail": an attribute that the data does not
// have is a rendering failure; conditions may ask for what is not there.

import type { Expression, Node, Template } from "./parse.ts";
import { TemplateError } from "./tokens.ts";

/** Thrown where a template takes an attribute that the data does not have. */
export class MissingAttribute extends Error {
  override readonly name = "MissingAttribute";
  readonly attribute: string;

  constructor(attribute: string) {
    super(`Attribute '${attribute}' is not present in the rendering data.`);
    this.attribute = attribute;
  }
}

interface Frame {
  readonly value: unknown;
  readonly data: Readonly<Record<string, unknown>>;
  readonly names: Readonly<Record<string, unknown>>;
  readonly parent?: Frame;
}

// LIMIT: what a template may write and do, so that loops inside loops end.
const LONGEST = 10 * 1024 * 1024;
const MOST_STEPS = 200_000;
const DEEPEST_PARTIALS = 50;

/** The text. Throws MissingAttribute, and TemplateError for what has no end or names an unknown partial. */
export function renderTemplate(template: Template, data: unknown): string {
  const written: string[] = [];
  let length = 0;
  let steps = 0;
  const root: Frame = { value: data, data: { root: data }, names: {} };
  renderAll(template.body, root, 0);
  return written.join("");

  function renderAll(nodes: readonly Node[], frame: Frame, depth: number): void {
    for (const node of nodes) {
      steps += 1;
      if (steps > MOST_STEPS) throw new TemplateError("The template takes too long.");
      render(node, frame, depth);
    }
  }

  function render(node: Node, frame: Frame, depth: number): void {
    if (node.kind === "text") write(node.text);
    else if (node.kind === "value") write(textOf(requireValue(node.expression, frame)));
    else if (node.kind === "partial") {
      const partial = template.partials.get(node.name);
      if (partial === undefined) throw new TemplateError(`The partial ${node.name} could not be found.`);
      if (depth >= DEEPEST_PARTIALS) throw new TemplateError("Partials are nested too deeply.");
      const inner = node.context === undefined ? frame : enter(frame, requireValue(node.context, frame));
      renderAll(partial, inner, depth + 1);
    } else renderBlock(node, frame, depth);
  }

  function renderBlock(node: Extract<Node, { kind: "block" }>, frame: Frame, depth: number): void {
    const value = find(node.expression, frame);
    const { helper, body, otherwise, names } = node;
    if (helper === "if" || helper === "unless") {
      renderAll(isTrue(value) === (helper === "if") ? body : otherwise, frame, depth);
      return;
    }
    if (helper === "inverse") renderAll(isTrue(value) ? otherwise : body, frame, depth);
    else if (helper === "each" || (helper === "section" && Array.isArray(value))) {
      const entries = entriesOf(value);
      if (entries.length === 0) renderAll(otherwise, frame, depth);
      for (const [index, [key, element]] of entries.entries()) {
        const data = { index, key, first: index === 0, last: index === entries.length - 1 };
        const [elementName, keyName] = names;
        renderAll(
          body,
          enter(frame, element, data, {
            ...(elementName === undefined ? {} : { [elementName]: element }),
            ...(keyName === undefined ? {} : { [keyName]: key }),
          }),
          depth,
        );
      }
    } else if (!isTrue(value)) renderAll(otherwise, frame, depth);
    else if (value === true) renderAll(body, frame, depth);
    else renderAll(body, enter(frame, value, {}, names[0] === undefined ? {} : { [names[0]]: value }), depth);
  }

  function write(text: string): void {
    length += text.length;
    if (length > LONGEST) throw new TemplateError("What the template writes is too long.");
    written.push(text);
  }
}

function enter(
  frame: Frame,
  value: unknown,
  data: Readonly<Record<string, unknown>> = {},
  names: Readonly<Record<string, unknown>> = {},
): Frame {
  return { value, data: { ...frame.data, ...data }, names: { ...frame.names, ...names }, parent: frame };
}

function requireValue(expression: Expression, frame: Frame): unknown {
  const value = find(expression, frame);
  if (value === undefined) throw new MissingAttribute(expression.kind === "path" ? expression.text : "lookup");
  return value;
}

function find(expression: Expression, frame: Frame): unknown {
  if (expression.kind === "literal") return expression.value;
  if (expression.kind === "data") return member(frame.data, expression.name);
  if (expression.kind === "lookup")
    return member(find(expression.of, frame), textOf(find(expression.key, frame) ?? ""));
  let from: Frame | undefined = frame;
  for (let up = 0; up < expression.up; up += 1) from = from?.parent;
  const [first, ...rest] = expression.parts;
  if (first === undefined) return from?.value;
  const start =
    expression.up === 0 ? (member(frame.names, first) ?? member(from?.value, first)) : member(from?.value, first);
  return rest.reduce<unknown>(member, start);
}

// Only what the data says itself: nothing that JavaScript's objects have besides.
function member(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value) && name === "length") return value.length;
  return Object.hasOwn(value, name) ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
}

// Handlebars: false, undefined, null, "", 0 and [] are false.
function isTrue(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value);
}

function entriesOf(value: unknown): readonly (readonly [key: string | number, value: unknown])[] {
  if (Array.isArray(value)) return value.map((element: unknown, index) => [index, element] as const);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map(textOf).join(",");
  return typeof value === "number" || typeof value === "boolean" ? `${value}` : "[object Object]";
}
