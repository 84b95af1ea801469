// What a property of a SAM resource or event may be, and the words in which SAM refuses it.

import { isRecord } from "../template/values.ts";
import { SamError } from "./draft.ts";
import type { Values } from "./draft.ts";

/** One property: what it takes. */
export interface PropertyRule {
  readonly isRequired: boolean;
  /** Whether a function may stand in its place, which only the deployment can judge. */
  readonly takesFunctions: boolean;
  /** What it should be, where SAM says so. */
  readonly expected?: string;
  readonly accepts: (value: unknown) => boolean;
}

/** The properties of a type, in the order in which SAM looks at them. */
export type PropertyRules = Readonly<Record<string, PropertyRule>>;

const isText = (value: unknown): boolean => typeof value === "string";
const isFlag = (value: unknown): boolean => typeof value === "boolean";
// AWS: truth values count as integers.
const isInteger = (value: unknown): boolean => Number.isInteger(value) || isFlag(value);

function rule(accepts: (value: unknown) => boolean, expected?: string): PropertyRule {
  return { isRequired: false, takesFunctions: true, accepts, ...(expected === undefined ? {} : { expected }) };
}

/** Goes on as it is. */
export const anything: PropertyRule = { ...rule(() => true), takesFunctions: false };
export const text: PropertyRule = rule(isText, "string");
export const flag: PropertyRule = rule(isFlag);
export const integer: PropertyRule = rule(isInteger);
export const list: PropertyRule = rule(Array.isArray);
export const map: PropertyRule = rule(isRecord, "map");

/** One of several kinds. */
export function oneOf(...rules: readonly PropertyRule[]): PropertyRule {
  return rule((value) => rules.some(({ accepts }) => accepts(value)));
}

/** A list of items of one kind. */
export function listOf(item: PropertyRule): PropertyRule {
  return rule((value) => Array.isArray(value) && value.every((entry) => item.accepts(entry)));
}

/** A map of members of one kind. */
export function mapOf(member: PropertyRule): PropertyRule {
  return rule((value) => isRecord(value) && Object.values(value).every((entry) => member.accepts(entry)));
}

/** One of two words. */
export function eitherOf(one: string, other: string): PropertyRule {
  return rule((value) => value === one || value === other, `one of the strings: '${one}' or '${other}'`);
}

/** The same, and it must be there. */
export function required(of: PropertyRule): PropertyRule {
  return { ...of, isRequired: true };
}

/** The same, but no function may stand in its place. */
export function literal(of: PropertyRule): PropertyRule {
  return { ...of, takesFunctions: false };
}

/** A list of texts or maps, such as references. */
export const textOrMap: PropertyRule = oneOf(text, map);

/** Throws what is wrong with the properties; `logicalId` is whose they are where that is not the resource itself. */
export function requireValid(
  properties: Values,
  rules: PropertyRules,
  of: { readonly typeName: string; readonly owner: object; readonly logicalId?: string },
): void {
  const refuse = (message: string, name?: string): never => {
    throw new SamError(message, of.owner, name, of.logicalId);
  };
  for (const name of Object.keys(properties))
    if (!Object.hasOwn(rules, name)) refuse(`property ${name} not defined for resource of type ${of.typeName}`, name);
  for (const [name, { isRequired, takesFunctions, expected, accepts }] of Object.entries(rules)) {
    const value = properties[name];
    // AWS: every object with one member counts as a function.
    if (takesFunctions && isRecord(value) && Object.keys(value).length === 1) continue;
    if (value === undefined || value === null) {
      if (isRequired) refuse(`Missing required property '${name}'.`);
    } else if (!accepts(value))
      refuse(
        expected === undefined
          ? `Type of property '${name}' is invalid.`
          : `Property '${name}' should be a ${expected}.`,
        name,
      );
  }
}
