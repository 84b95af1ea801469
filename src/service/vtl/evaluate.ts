// Renders a template. A template is somebody's program: it reaches the values that it is given and nothing else, and it ends.

import { callMethod, propertyOf } from "./methods.ts";
import { loopState } from "./loop-state.ts";
import { calculate, compare, isComparison } from "./operators.ts";
import { parseTemplate } from "./parser.ts";
import { type Expression, type Node, type Reference, type Template, VtlError } from "./syntax.ts";
import { areEqual, isNumber, isTrue, type List, Meter, positionOf, TextBuilder, textOf, type Value } from "./values.ts";

/** LIMIT: AWS: "Quotas for configuring and running a REST API": 1,000 iterations of a #foreach loop; the rest is left out. */
const MOST_ITERATIONS = 1000;
/** LIMIT: AWS: Velocity's velocimacro.max.depth. */
const DEEPEST = 20;

const BREAK = Symbol("break");
const STOP = Symbol("stop");
type Flow = typeof BREAK | typeof STOP | undefined;

/** Renders a template with these values by name; throws a VtlError. Maps and lists among them may be changed by the template. */
export function renderTemplate(
  template: Template,
  variables: Iterable<readonly [string, Value]>,
  meter = new Meter(),
): string {
  const text = new TextBuilder();
  new Rendering(template, variables, meter).run(template.nodes, text);
  return text.toString();
}

const parsed = new Map<string, Template>();
/** LIMIT: ours: as many templates are kept parsed. */
const MOST_PARSED = 500;

/** A template's parsed form, which is kept: the same few are rendered again and again. */
export function templateOf(text: string): Template {
  const known = parsed.get(text);
  if (known !== undefined) return known;
  const template = parseTemplate(text);
  const [oldest] = parsed.keys();
  if (parsed.size >= MOST_PARSED && oldest !== undefined) parsed.delete(oldest);
  parsed.set(text, template);
  return template;
}

/** What a name stands for: a value, or what a macro's parameter or a #define is worked out to whenever it is asked for. */
type Binding = { readonly value: Value } | { readonly workOut: () => Value };

class Rendering {
  readonly #template: Template;
  readonly #meter: Meter;
  readonly #names: Map<string, Binding>;
  #depth = 0;

  constructor(template: Template, variables: Iterable<readonly [string, Value]>, meter: Meter) {
    this.#template = template;
    this.#meter = meter;
    this.#names = new Map([...variables].map(([name, value]) => [name, { value }]));
  }

  run(nodes: readonly Node[], out: TextBuilder): Flow {
    for (const node of nodes) {
      this.#meter.step();
      const flow = this.#node(node, out);
      if (flow !== undefined) return flow;
    }
    return undefined;
  }

  #node(node: Node, out: TextBuilder): Flow {
    switch (node.kind) {
      case "text":
        out.add(node.text);
        return undefined;
      case "reference":
        this.#print(node.reference, node.escapes, out);
        return undefined;
      case "set":
        this.#set(node.target, this.#value(node.value));
        return undefined;
      case "if": {
        const branch = node.branches.find(({ condition }) => condition === undefined || isTrue(this.#value(condition)));
        return branch === undefined ? undefined : this.run(branch.body, out);
      }
      case "foreach":
        return this.#foreach(node, out);
      case "break":
        return BREAK;
      case "stop":
        return STOP;
      case "define":
        this.#names.set(node.name, { workOut: () => this.#deeper(() => this.#textOf(node.body)) });
        return undefined;
    }
    return this.#call(node, out);
  }

  #print(reference: Reference, escapes: number, out: TextBuilder): void {
    const value = this.#resolve(reference);
    // AWS: Velocity: backslashes escape only references that have a value.
    if (value === null) out.add("\\".repeat(escapes) + (reference.isQuiet ? "" : reference.text));
    else if (escapes % 2 === 1) out.add("\\".repeat((escapes - 1) / 2) + reference.text);
    else out.add("\\".repeat(escapes / 2) + textOf(value, this.#meter));
  }

  #foreach({ name, items, body }: Extract<Node, { kind: "foreach" }>, out: TextBuilder): Flow {
    const all = this.#itemsOf(items);
    const count = Math.min(all.length, MOST_ITERATIONS);
    const scoped = [name, "foreach", "velocityCount", "velocityHasNext"];
    const before = scoped.map((each) => [each, this.#names.get(each)] as const);
    const outer = this.#names.get("foreach");
    const parent = outer !== undefined && "value" in outer ? outer.value : null;
    let flow: Flow;
    for (let index = 0; index < count && flow === undefined; index++) {
      this.#meter.step();
      this.#names.set(name, { value: all[index] ?? null });
      this.#names.set("foreach", { value: loopState(index, all.length, parent) });
      this.#names.set("velocityCount", { value: BigInt(index + 1) });
      this.#names.set("velocityHasNext", { value: index + 1 < all.length });
      flow = this.run(body, out);
    }
    for (const [each, binding] of before) {
      if (binding === undefined) this.#names.delete(each);
      else this.#names.set(each, binding);
    }
    return flow === STOP ? STOP : undefined;
  }

  /** What a loop goes through: a list's items, a map's values, the entries of a set. A range is made no longer than loops are. */
  #itemsOf(items: Expression): List {
    if (items.kind === "range") return this.#range(items, MOST_ITERATIONS + 1);
    const value = this.#value(items);
    if (Array.isArray(value)) return [...value];
    return value instanceof Map ? [...value.values()] : [];
  }

  #range({ from, to }: Extract<Expression, { kind: "range" }>, longest: number): List {
    const first = positionOf(this.#value(from));
    const last = positionOf(this.#value(to));
    if (first === undefined || last === undefined) return [];
    const step = first <= last ? 1 : -1;
    const length = Math.min(Math.abs(last - first) + 1, longest);
    this.#meter.step(length);
    return Array.from({ length }, (_item, index) => BigInt(first + index * step));
  }

  #call({ name, arguments: given, text }: Extract<Node, { kind: "call" }>, out: TextBuilder): Flow {
    const macro = this.#template.macros.get(name);
    if (macro === undefined) {
      out.add(text);
      return undefined;
    }
    const outer = new Map(this.#names);
    // By name: a parameter is worked out, in the caller's place, whenever the macro asks for it.
    const bindings = macro.parameters.map((parameter, index): [string, Binding] => {
      const expression = given[index];
      const workOut = (): Value =>
        expression === undefined ? null : this.#deeper(() => this.#inScope(outer, expression));
      return [parameter, { workOut }];
    });
    for (const [parameter, binding] of bindings) this.#names.set(parameter, binding);
    const flow = this.#deeper(() => this.run(macro.body, out));
    for (const [parameter] of bindings) {
      const binding = outer.get(parameter);
      if (binding === undefined) this.#names.delete(parameter);
      else this.#names.set(parameter, binding);
    }
    return flow === STOP ? STOP : undefined;
  }

  #inScope(outer: ReadonlyMap<string, Binding>, expression: Expression): Value {
    const scoped = new Rendering(this.#template, [], this.#meter);
    scoped.#depth = this.#depth;
    for (const [name, binding] of outer) scoped.#names.set(name, binding);
    return scoped.#value(expression);
  }

  #deeper<T>(work: () => T): T {
    if (++this.#depth > DEEPEST) throw new VtlError(`Macros call each other deeper than ${DEEPEST} levels`);
    try {
      return work();
    } finally {
      this.#depth--;
    }
  }

  #textOf(nodes: readonly Node[]): string {
    const text = new TextBuilder();
    this.run(nodes, text);
    return text.toString();
  }

  /** AWS: Velocity's directive.set.null.allowed is false: what has no value changes nothing. */
  #set({ root, steps }: Reference, value: Value): void {
    if (value === null) return;
    const last = steps.at(-1);
    if (last === undefined) {
      this.#names.set(root, { value });
      return;
    }
    const holder = this.#follow(root, steps.slice(0, -1));
    if (last.kind === "property" && holder instanceof Map) holder.set(last.name, value);
    else if (last.kind === "index") {
      const index = this.#value(last.index);
      if (holder instanceof Map) holder.set(textOf(index, this.#meter), value);
      else if (Array.isArray(holder)) callMethod(holder, "set", [index, value], this.#meter);
    }
  }

  #resolve({ root, steps }: Reference): Value {
    return this.#follow(root, steps);
  }

  #follow(root: string, steps: Reference["steps"]): Value {
    const binding = this.#names.get(root);
    let value: Value = binding === undefined ? null : "value" in binding ? binding.value : binding.workOut();
    for (const step of steps) {
      if (value === null) return null;
      value = this.#step(value, step) ?? null;
    }
    return value;
  }

  #step(value: Value, step: Reference["steps"][number]): Value | undefined {
    if (step.kind === "property") return propertyOf(value, step.name, this.#meter);
    if (step.kind === "method") {
      const parameters = step.arguments.map((each) => this.#value(each));
      return callMethod(value, step.name, parameters, this.#meter);
    }
    const index = this.#value(step.index);
    if (Array.isArray(value)) {
      const at = positionOf(index);
      return at === undefined ? undefined : value.at(at);
    }
    if (value instanceof Map) return value.get(textOf(index, this.#meter));
    return typeof index === "string" ? propertyOf(value, index, this.#meter) : undefined;
  }

  #value(expression: Expression): Value {
    this.#meter.step();
    switch (expression.kind) {
      case "constant":
        return expression.value;
      case "text":
        return this.#textOf(expression.nodes);
      case "reference":
        return this.#resolve(expression.reference);
      case "list":
        return expression.items.map((item) => this.#value(item));
      case "map":
        return new Map(
          expression.entries.map(([key, value]) => [textOf(this.#value(key), this.#meter), this.#value(value)]),
        );
      case "range":
        return this.#range(expression, 100_000);
      case "not":
        return !isTrue(this.#value(expression.of));
    }
    return this.#binary(expression);
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: "binary" }>): Value {
    if (operator === "&&") return isTrue(this.#value(left)) && isTrue(this.#value(right));
    if (operator === "||") return isTrue(this.#value(left)) || isTrue(this.#value(right));
    const one = this.#value(left);
    const other = this.#value(right);
    if (operator === "==") return areEqual(one, other, this.#meter);
    if (operator === "!=") return !areEqual(one, other, this.#meter);
    if (operator === "+" && (typeof one === "string" || typeof other === "string")) {
      const text = new TextBuilder();
      text.add(one === null ? textOfExpression(left) : textOf(one, this.#meter));
      text.add(other === null ? textOfExpression(right) : textOf(other, this.#meter));
      return text.toString();
    }
    if (one === null || other === null || !isNumber(one) || !isNumber(other))
      return isComparison(operator) ? false : null;
    return isComparison(operator) ? compare(operator, one, other) : calculate(operator, one, other);
  }
}

/** Added to a string, a reference without a value is its own text. */
function textOfExpression(expression: Expression): string {
  return expression.kind === "reference" ? expression.reference.text : "null";
}
