// Form bodies and query strings as ordered pairs.

import { toBuffer } from "./text-values.ts";

/** The pairs of "a=1&b=2", decoded, in order; a name without "=" has the value "". */
export function parseForm(form: Uint8Array | string): (readonly [name: string, value: string])[] {
  const text = typeof form === "string" ? form : toBuffer(form).toString("utf8");
  if (text === "") return [];
  return text.split("&").flatMap((part) => {
    if (part === "") return [];
    const equals = part.indexOf("=");
    const name = equals === -1 ? part : part.slice(0, equals);
    return [[decodeFormText(name), equals === -1 ? "" : decodeFormText(part.slice(equals + 1))] as const];
  });
}

/** Percent-decodes; "+" is a space. Text with an invalid escape stays as it is, as URLSearchParams has it. */
function decodeFormText(text: string): string {
  const spaced = text.includes("+") ? text.replaceAll("+", " ") : text;
  if (!spaced.includes("%")) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}
