// Worked-out values as text, with placeholders in ⟦⟧ for what only the cloud knows.

import type { TemplateValue } from "../system/template.ts";

/** A worked-out value as text: what is no text becomes JSON. */
export function asText(value: TemplateValue | undefined): string {
  if (typeof value === "string") return value;
  if (value === undefined || value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/** The parts of a text between separators. A separator inside a placeholder does not separate. */
export function splitOutside(text: string, separator: string): string[] {
  if (!text.includes("⟦") || separator === "") return text.split(separator);
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "⟦") depth++;
    else if (text[at] === "⟧") depth--;
    else if (depth === 0 && text.startsWith(separator, at)) {
      parts.push(text.slice(start, at));
      start = at + separator.length;
      at = start - 1;
    }
  }
  return [...parts, text.slice(start)];
}
