// Input templates: what an enrichment or a target gets in the place of an event. Pure.
// AWS: "Amazon EventBridge Pipes input transformation".

import { isPath, valueAt } from "./json-path.ts";

/** What stands for the reserved variables. */
export interface Reserved {
  readonly pipeArn: string;
  readonly pipeName: string;
  readonly sourceArn: string;
  readonly enrichmentArn: string;
  readonly targetArn: string;
  readonly ingestedAtMs: number;
}

/** A payload: JSON, or text that is none. */
export type Payload =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "text"; readonly text: string };

/** The event with what is encoded in it decoded: a path into a body, or data, goes on below. */
export function decodeEvent(event: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  const { data, eventSource } = event;
  // AWS: "Implicit body data parsing": the data of Kinesis is base64.
  return typeof data === "string" && eventSource === "aws:kinesis"
    ? { ...event, data: Buffer.from(data, "base64").toString() }
    : event;
}

/** What templates and parameters look into; without a template an event stays as it came. */
export function readable(event: unknown, template: string | undefined): unknown {
  if (template === undefined || template === "") return event;
  return typeof event === "object" && event !== null && !Array.isArray(event)
    ? decodeEvent(event as Readonly<Record<string, unknown>>)
    : event;
}

/** Applies a template to one event; the event as it is where there is none. */
export function applyTemplate(template: string | undefined, event: unknown, reserved: Reserved): Payload {
  if (template === undefined || template === "")
    return typeof event === "string" ? { kind: "text", text: event } : { kind: "json", value: event };
  const whole = /^\s*<([^<>]+)>\s*$/.exec(template)?.[1];
  if (whole !== undefined) {
    const value = variable(whole, event, reserved);
    return typeof value === "string" ? { kind: "text", text: value } : { kind: "json", value: value ?? "" };
  }
  const filled = fill(template, event, reserved);
  try {
    const value: unknown = JSON.parse(filled);
    return typeof value === "string" ? { kind: "text", text: value } : { kind: "json", value };
  } catch {
    return { kind: "text", text: filled };
  }
}

/** A payload as bytes go over the wire. */
export function textOf(payload: Payload): string {
  return payload.kind === "text" ? payload.text : JSON.stringify(payload.value);
}

/** Variables inside of quotes become part of the string; outside, JSON values of their own. */
function fill(template: string, event: unknown, reserved: Reserved): string {
  let isQuoted = false;
  let text = "";
  for (let index = 0; index < template.length; index++) {
    const character = template.charAt(index);
    if (character === "\\" && isQuoted) {
      text += character + template.charAt(++index);
      continue;
    }
    if (character === '"') isQuoted = !isQuoted;
    const name = character === "<" ? /^<([^<>]+)>/.exec(template.slice(index))?.[1] : undefined;
    if (name === undefined || !isVariable(name)) {
      text += character;
      continue;
    }
    const value = variable(name, event, reserved);
    text += isQuoted ? quotedText(value) : JSON.stringify(value ?? "");
    index += name.length + 1;
  }
  return text;
}

/** What may stand within a string of JSON. */
function quotedText(value: unknown): string {
  if (value === undefined || value === null) return "";
  return JSON.stringify(typeof value === "string" ? value : JSON.stringify(value)).slice(1, -1);
}

const RESERVED: Readonly<Record<string, (event: unknown, reserved: Reserved) => unknown>> = {
  "aws.pipes.pipe-arn": (_event, { pipeArn }) => pipeArn,
  "aws.pipes.pipe-name": (_event, { pipeName }) => pipeName,
  "aws.pipes.source-arn": (_event, { sourceArn }) => sourceArn,
  "aws.pipes.enrichment-arn": (_event, { enrichmentArn }) => enrichmentArn,
  "aws.pipes.target-arn": (_event, { targetArn }) => targetArn,
  "aws.pipes.event.ingestion-time": (_event, { ingestedAtMs }) => new Date(ingestedAtMs).toISOString(),
  "aws.pipes.event": (event) => event,
  "aws.pipes.event.json": (event) => deeplyParsed(event),
};

function isVariable(name: string): boolean {
  return Object.hasOwn(RESERVED, name) || isPath(name);
}

function variable(name: string, event: unknown, reserved: Reserved): unknown {
  const own = RESERVED[name];
  if (own !== undefined) return own(event, reserved);
  return isPath(name) ? valueAt(event, name) : undefined;
}

/** AWS: "aws.pipes.event.json": encoded fields are decoded and turned into valid JSON. */
function deeplyParsed(event: unknown): unknown {
  if (typeof event !== "object" || event === null || Array.isArray(event)) return event;
  const entries = Object.entries(event).map(([name, value]: [string, unknown]): [string, unknown] => {
    if ((name !== "body" && name !== "data") || typeof value !== "string") return [name, value];
    try {
      return [name, JSON.parse(value)];
    } catch {
      return [name, value];
    }
  });
  return Object.fromEntries(entries);
}

/** A parameter that may be a path into the event, such as a partition key. */
export function resolveParameter(parameter: string, event: unknown): string {
  if (!isPath(parameter)) return parameter;
  const value = valueAt(event, parameter);
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}
