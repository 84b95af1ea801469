// What a target gets of an event: all of it, a part, a fixed text, or a template with values of the event in it. Pure.
// AWS: "Amazon EventBridge input transformation".

import type { Target } from "@aws-sdk/client-eventbridge";
import { parseJsonPath, valueAt } from "../../../service/json-path.ts";
import type { BusEvent } from "../records.ts";

/** What the predefined variables of a template say. */
export interface InputFacts {
  readonly ruleArn: string;
  readonly ruleName: string;
  /** When the bus got the event, as ISO 8601. */
  readonly ingestedAt: string;
}

/** The payload of one target. */
export function inputOf(target: Target, event: BusEvent, facts: InputFacts): string {
  if (target.Input !== undefined) return target.Input;
  if (target.InputPath !== undefined)
    return JSON.stringify(valueAt(event, parseJsonPath(target.InputPath) ?? []) ?? {});
  if (target.InputTransformer === undefined) return JSON.stringify(event);
  const { InputPathsMap = {}, InputTemplate = "" } = target.InputTransformer;
  const values = new Map<string, unknown>(predefined(event, facts));
  for (const [name, path] of Object.entries(InputPathsMap)) values.set(name, valueAt(event, parseJsonPath(path) ?? []));
  return fill(InputTemplate, values);
}

function predefined({ ...event }: BusEvent, { ruleArn, ruleName, ingestedAt }: InputFacts): [string, unknown][] {
  const { detail: _detail, ...withoutDetail } = event;
  return [
    ["aws.events.rule-arn", ruleArn],
    ["aws.events.rule-name", ruleName],
    ["aws.events.event.ingestion-time", ingestedAt],
    ["aws.events.event", withoutDetail],
    ["aws.events.event.json", event],
  ];
}

/** The names of a template's placeholders. */
export function placeholdersOf(template: string): readonly string[] {
  return [...template.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
}

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/g;

// A placeholder within quotes becomes a part of the text; one outside becomes a JSON value, texts with their quotes.
function fill(template: string, values: ReadonlyMap<string, unknown>): string {
  let isQuoted = false;
  let done = 0;
  let filled = "";
  for (const match of template.matchAll(PLACEHOLDER)) {
    const before = template.slice(done, match.index);
    isQuoted = endsQuoted(before, isQuoted);
    const value = values.get(match[1] ?? "");
    filled += before + (isQuoted ? asText(value) : (JSON.stringify(value) ?? '""'));
    done = match.index + match[0].length;
  }
  return filled + template.slice(done);
}

/** Whether a text of JSON that began inside or outside of quotes ends inside of them. */
function endsQuoted(text: string, isQuoted: boolean): boolean {
  let quoted = isQuoted;
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === "\\") at++;
    else if (text[at] === '"') quoted = !quoted;
  }
  return quoted;
}

/** A value inside of a JSON text: escaped, without quotes of its own. A value that is not there is nothing. */
function asText(value: unknown): string {
  if (value === undefined) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return JSON.stringify(text).slice(1, -1);
}
