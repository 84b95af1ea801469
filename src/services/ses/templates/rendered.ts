// A template with one person's data: subject, text and HTML. Words what goes wrong in the API's version.

import type { Faults } from "../faults.ts";
import type { TemplateRecord } from "../records.ts";
import { parseTemplate } from "./parse.ts";
import { MissingAttribute, renderTemplate } from "./render.ts";
import { TemplateError } from "./tokens.ts";

export type TemplateParts = Pick<TemplateRecord, "name" | "subject" | "text" | "html">;

export interface Rendered {
  readonly subject: string;
  readonly text?: string;
  readonly html?: string;
}

// LIMIT: AWS: "Using templates to send personalized email": 500 KB a template, text and HTML together.
const MOST_BYTES = 500 * 1024;

/** Throws InvalidTemplate (or its like) for parts that are no templates. */
export function requireTemplate(parts: TemplateParts, faults: Faults): void {
  const { name, subject, text, html } = parts;
  if (!/^[A-Za-z0-9_-]{1,64}$/.test(name)) throw faults.invalid(`Template name is invalid: ${name}`);
  const bodies = [text ?? "", html ?? ""];
  if (bodies.every((body) => body === "") && (subject ?? "") === "")
    throw faults.templateInvalid(name, "The template is empty.");
  if (bodies.reduce((sum, body) => sum + Buffer.byteLength(body), 0) > MOST_BYTES)
    throw faults.templateInvalid(name, "The template is larger than 500 KB.");
  for (const part of [subject, text, html]) parseOrThrow(name, part ?? "", faults);
}

/** Renders all parts. `data` are JSON texts, of which later ones go before earlier ones. */
export function renderParts(parts: TemplateParts, data: readonly (string | undefined)[], faults: Faults): Rendered {
  const merged = Object.assign({}, ...data.map((text) => readData(parts.name, text, faults))) as object;
  const render = (part: string): string => {
    const template = parseOrThrow(parts.name, part, faults);
    try {
      return renderTemplate(template, merged);
    } catch (error) {
      if (error instanceof MissingAttribute) throw faults.attributeMissing(parts.name, error.message);
      if (error instanceof TemplateError) throw faults.templateInvalid(parts.name, error.message);
      throw error;
    }
  };
  return {
    subject: render(parts.subject ?? "").replaceAll(/[\r\n]+/g, " "),
    ...(parts.text === undefined ? {} : { text: render(parts.text) }),
    ...(parts.html === undefined ? {} : { html: render(parts.html) }),
  };
}

function parseOrThrow(name: string, part: string, faults: Faults): ReturnType<typeof parseTemplate> {
  try {
    return parseTemplate(part);
  } catch (error) {
    if (error instanceof TemplateError) throw faults.templateInvalid(name, error.message);
    throw error;
  }
}

function readData(name: string, text: string | undefined, faults: Faults): object {
  if (text === undefined || text === "") return {};
  try {
    const data: unknown = JSON.parse(text);
    if (typeof data === "object" && data !== null && !Array.isArray(data)) return data;
  } catch {
    // What is no JSON is refused as what is no object.
  }
  throw faults.renderingDataInvalid(name);
}
