// Arguments of AWS::LanguageExtensions' functions that can never become what they have to be: told when the transform runs, as AWS does.

import { isRecord } from "../template/values.ts";
import { TransformFailure } from "./failure.ts";

const TRANSFORM = "AWS::LanguageExtensions";

/** Functions that give a text, whatever they are given. */
const TEXTS = new Set(["Fn::Base64", "Fn::Join", "Fn::Sub", "Fn::ToJsonString"]);

/**
 * Throws for Fn::Length of what is no list, and Fn::ToJsonString of what is neither a list nor an object. `isText` tells whether a parameter of
 * that name is a text. AWS: the sentences as the SAM CLI has them for its own evaluation of the transform.
 */
export function requireLayouts(value: unknown, isText: (parameter: string) => boolean): void {
  if (Array.isArray(value)) for (const item of value) requireLayouts(item, isText);
  if (!isRecord(value)) return;
  for (const [name, argument] of Object.entries(value)) {
    const isWrong =
      (name === "Fn::Length" && !Array.isArray(argument) && !mayBeList(argument, isText)) ||
      (name === "Fn::ToJsonString" && !Array.isArray(argument) && !mayBeObject(argument, isText));
    if (isWrong) throw new TransformFailure(TRANSFORM, `${name} layout is incorrect.`, value, name);
    requireLayouts(argument, isText);
  }
}

function mayBeList(argument: unknown, isText: (parameter: string) => boolean): boolean {
  return functionOf(argument) !== undefined && mayBeObject(argument, isText);
}

function mayBeObject(argument: unknown, isText: (parameter: string) => boolean): boolean {
  if (!isRecord(argument)) return false;
  const name = functionOf(argument);
  if (name === "Ref") return !isText(String(argument["Ref"]));
  return name === undefined || !TEXTS.has(name);
}

function functionOf(value: unknown): string | undefined {
  const [name, ...others] = isRecord(value) ? Object.keys(value) : [];
  return others.length === 0 && (name === "Ref" || name?.startsWith("Fn::") === true) ? name : undefined;
}
