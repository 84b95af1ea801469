// Selection expressions: which route, which template, which response a message means. Pure.
// AWS: "WebSocket selection expressions".

import { findByPath } from "../../../../service/vtl/json-path.ts";
import { JsonSyntaxError, parseJson } from "../../../../service/vtl/json.ts";
import { VtlError } from "../../../../service/vtl/syntax.ts";
import { Meter, textOf, type Value } from "../../../../service/vtl/values.ts";

/** What a message is looked at for: its JSON, parsed when it is first asked for. */
export interface MessageBody {
  readonly text: string;
  /** Undefined where the text is no JSON. */
  json(): Value | undefined;
}

export function messageBody(text: string): MessageBody {
  let parsed: { readonly value: Value | undefined } | undefined;
  return { text, json: () => (parsed ??= { value: parse(text) }).value };
}

function parse(text: string): Value | undefined {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return undefined;
    throw error;
  }
}

const VARIABLE =
  /\\\$|\$\{([^}]*)\}|\$((?:request|integration|context|stageVariables)(?:[.[][A-Za-z0-9_.$[\]'"*@:?()-]*)?)/g;

/**
 * The key that an expression gives. AWS: variables begin with "$", braces may bound them, "\$" is a dollar sign, and what is put in is
 * not looked at again.
 */
export function evaluateSelection(expression: string, valueOf: (name: string) => string): string {
  return expression.replaceAll(VARIABLE, (all, braced: string | undefined, bare: string | undefined) =>
    all === "\\$" ? "$" : valueOf(braced ?? bare ?? ""),
  );
}

/** "request.body.x" of a message; AWS: a path that finds nothing is "". Undefined for other names, and where the message is no JSON. */
export function requestValue(name: string, body: MessageBody): string | undefined {
  if (name !== "request.body" && !/^request\.body[.[]/.test(name)) return undefined;
  if (name === "request.body") return body.text;
  const json = body.json();
  if (json === undefined) return undefined;
  const meter = new Meter();
  try {
    const found = findByPath(json, `$${name.slice("request.body".length)}`, meter);
    // AWS: "the result will be stringified"; an array of two as "[item1, item2]".
    return found === undefined || found === null ? "" : textOf(found, meter);
  } catch (error) {
    // No path: it can find nothing.
    if (error instanceof VtlError) return "";
    throw error;
  }
}

/**
 * The key of the route that a message means, whether there is such a route or not; undefined where the expression cannot be evaluated
 * against the message. AWS: "About WebSocket APIs in API Gateway": such messages go to $default.
 */
export function routeKeyOf(expression: string, body: MessageBody): string | undefined {
  let isEvaluable = true;
  const key = evaluateSelection(expression, (name) => {
    const value = requestValue(name, body);
    if (value === undefined) isEvaluable = false;
    return value ?? "";
  });
  return isEvaluable ? key : undefined;
}
