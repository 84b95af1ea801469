// Selection expressions: "$request.header.name", "${request.body.id}", "$context.requestId", "$stageVariables.name" and plain text.
// AWS: "Transform API requests and responses for HTTP APIs in API Gateway". Pure.

import { contextValue, own } from "../../../../service/api-front/variables.ts";
import { findByPath } from "../../../../service/vtl/json-path.ts";
import { parseJson, printJson } from "../../../../service/vtl/json.ts";
import { Meter } from "../../../../service/vtl/values.ts";
import { type Call, contextOf, decodePath, headersOf, queryOf } from "./call.ts";

/** A backend's answer, as far as expressions look at it. Names in lower case. */
export interface SelectableAnswer {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** LIMIT: AWS: JSON paths see the first 100 KB of a body. */
const MOST_SELECTED_BYTES = 100 * 1024;

const NAME = "(?:request|response|context|stageVariables)(?:\\.[^\\s{}$,;'\"]+)?";
const WHOLE = new RegExp(`^\\$(?:\\{(${NAME})\\}|(${NAME}))$`);
const PART = new RegExp(`\\$(?:\\{(${NAME})\\}|(${NAME}))`, "g");

/** What an expression gives: undefined where it names one thing that is not there. */
export function selected(expression: string, call: Call, answer?: SelectableAnswer): string | undefined {
  const whole = WHOLE.exec(expression);
  if (whole !== null) return valueOf(whole[1] ?? whole[2] ?? "", call, answer);
  // AWS: static values may stand in single quotes.
  const [, quoted] = /^'([^']*)'$/s.exec(expression) ?? [];
  return (quoted ?? expression).replaceAll(
    PART,
    (_all, braced: string | undefined, bare: string | undefined) => valueOf(braced ?? bare ?? "", call, answer) ?? "",
  );
}

function valueOf(name: string, call: Call, answer: SelectableAnswer | undefined): string | undefined {
  const [root = "", kind = "", ...rest] = name.split(".");
  const below = rest.join(".");
  switch (root) {
    case "context":
      return contextValue(contextOf(call), [kind, ...rest].join("."));
    case "stageVariables":
      return own(call.target.stage.variables, kind);
    case "request":
      return requestValue(kind, below, call);
    case "response":
      return answer === undefined ? undefined : answerValue(kind, below, answer);
    default:
      return undefined;
  }
}

function requestValue(kind: string, name: string, call: Call): string | undefined {
  switch (kind) {
    case "header":
      return own(headersOf(call), name.toLowerCase());
    case "querystring":
      return queryOf(call, name);
    case "path":
      return name === "" ? decodePath(call.target.path) : own(call.pathParameters, name);
    case "body":
      return bodyValue(call.request.body, name);
    default:
      return undefined;
  }
}

function answerValue(kind: string, name: string, answer: SelectableAnswer): string | undefined {
  if (kind === "header") return own(answer.headers, name.toLowerCase());
  return kind === "body" ? bodyValue(answer.body, name) : undefined;
}

/** The body, or what a JSON path finds in it. */
function bodyValue(body: Uint8Array, path: string): string | undefined {
  const text = Buffer.from(path === "" ? body : body.subarray(0, MOST_SELECTED_BYTES)).toString("utf8");
  if (path === "") return text;
  try {
    const meter = new Meter();
    const found = findByPath(parseJson(text), `$.${path}`, meter);
    if (found === undefined || found === null) return undefined;
    return typeof found === "string" ? found : printJson(found, meter);
  } catch {
    // Not JSON, or no path: there is no value.
    return undefined;
  }
}
