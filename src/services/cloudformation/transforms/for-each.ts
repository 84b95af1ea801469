// Fn::ForEach: a fragment repeated for each item of a collection. Loops may stand in loops; the outer one is expanded first, so that
// the inner one may use its identifier, in its collection too.

import type { EvaluationScope } from "../template/evaluate.ts";
import { containsUnknown, evaluate } from "../template/evaluate.ts";
import { isRecord, isScalarValue, setMember } from "../template/values.ts";
import { TransformFailure } from "./failure.ts";
import type { CopiedPlaces } from "./places.ts";

const PREFIX = "Fn::ForEach::";
const TRANSFORM = "AWS::LanguageExtensions";
// AWS: Template Reference, "Fn::ForEach": conditions, outputs and resources, properties included; no other section.
const SECTIONS = ["Conditions", "Resources", "Outputs"];
// LIMIT: ours. Five loops of a hundred items in one another would be ten thousand million values, and a template of 1 MB has fewer than these.
const MOST_VALUES = 50_000;

/** The template with all loops written out. */
export function expandLoops(
  body: Readonly<Record<string, unknown>>,
  scope: EvaluationScope,
  places: CopiedPlaces,
): Record<string, unknown> {
  const resources = isRecord(body["Resources"]) ? body["Resources"] : {};
  const loops = new Set<string>();
  const expansion = new Expansion(scope, places, (owner, member) => {
    const name = member.slice(PREFIX.length);
    // AWS: "The name must be unique within the template, and can't conflict with any logical ID values in the Resources section".
    if (!/^[A-Za-z0-9]+$/.test(name) || Object.hasOwn(resources, name))
      throw new TransformFailure(TRANSFORM, `The loop name ${name} is not a valid one.`, owner, member);
    if (loops.has(name))
      throw new TransformFailure(TRANSFORM, `The loop name ${name} is used more than once.`, owner, member);
    loops.add(name);
  });
  const expanded = { ...body };
  for (const name of SECTIONS) if (isRecord(body[name])) expanded[name] = expansion.expand(body[name]);
  return places.copied(expanded, body);
}

class Expansion {
  readonly #scope: EvaluationScope;
  readonly #places: CopiedPlaces;
  /** Called once for each loop that is written, however often the loop around it repeats it. */
  readonly #found: (owner: object, member: string) => void;
  readonly #seen = new WeakSet<object>();
  #values = 0;

  constructor(scope: EvaluationScope, places: CopiedPlaces, found: (owner: object, member: string) => void) {
    this.#scope = scope;
    this.#places = places;
    this.#found = found;
  }

  expand(value: unknown): unknown {
    if (Array.isArray(value)) {
      const items: unknown[] = value;
      return this.#places.copied(
        items.map((item) => this.expand(item)),
        value,
      );
    }
    if (!isRecord(value)) return value;
    const result: Record<string, unknown> = {};
    for (const [name, child] of Object.entries(value)) {
      if (!name.startsWith(PREFIX)) this.#add(result, name, this.expand(child), value, name);
      else for (const [made, item] of this.#loop(value, name, child)) this.#add(result, made, item, value, name);
    }
    return this.#places.copied(result, value);
  }

  #add(result: Record<string, unknown>, name: string, value: unknown, owner: object, member: string): void {
    if (Object.hasOwn(result, name))
      throw new TransformFailure(TRANSFORM, `Fn::ForEach makes the key ${name} more than once.`, owner, member);
    setMember(result, name, value);
  }

  *#loop(owner: Record<string, unknown>, member: string, argument: unknown): Iterable<[string, unknown]> {
    const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
    const [identifier, collection, fragment] = parts;
    // AWS: this sentence, as observed.
    const layout = new TransformFailure(TRANSFORM, "Fn::ForEach layout is incorrect.", owner, member);
    if (parts.length !== 3 || typeof identifier !== "string" || !/^[A-Za-z0-9]+$/.test(identifier)) throw layout;
    if (!isRecord(fragment)) throw layout;
    const written = this.#places.originOf(parts);
    if (!this.#seen.has(written)) this.#found(owner, member);
    this.#seen.add(written);
    for (const item of this.#items(collection, owner, member)) {
      const copy = this.#replace(fragment, identifier, item);
      yield* Object.entries(this.expand(copy) as Record<string, unknown>);
    }
  }

  #items(collection: unknown, owner: object, member: string): readonly string[] {
    const items = evaluate(collection, this.#scope);
    if (!Array.isArray(items) || containsUnknown(items) || !items.every((item) => isScalarValue(item)))
      throw new TransformFailure(TRANSFORM, "The collection of Fn::ForEach is not a list of strings.", owner, member);
    return items.map(String);
  }

  /** A copy of the fragment with the item in the identifier's place. */
  #replace(value: unknown, identifier: string, item: string): unknown {
    if (++this.#values > MOST_VALUES)
      throw new TransformFailure(TRANSFORM, `Fn::ForEach makes more than ${MOST_VALUES} values.`);
    if (typeof value === "string") return replaceIdentifier(value, identifier, item);
    if (Array.isArray(value)) {
      const items: unknown[] = value;
      return this.#places.copied(
        items.map((each) => this.#replace(each, identifier, item)),
        value,
      );
    }
    if (!isRecord(value)) return value;
    const names = Object.keys(value);
    if (names.length === 1 && value["Ref"] === identifier) return item;
    const copy: Record<string, unknown> = {};
    for (const name of names)
      setMember(copy, replaceIdentifier(name, identifier, item), this.#replace(value[name], identifier, item));
    return this.#places.copied(copy, value);
  }
}

/** AWS: "&{Identifier}" is the item without what is not alphanumeric, for logical ids; "${Identifier}" is the item as it is. */
function replaceIdentifier(text: string, identifier: string, item: string): string {
  return text
    .replaceAll(`\${${identifier}}`, () => item)
    .replaceAll(`&{${identifier}}`, () => item.replaceAll(/[^A-Za-z0-9]/g, ""));
}
