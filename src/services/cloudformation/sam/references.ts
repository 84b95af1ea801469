// Names such as "Function.Alias", which SAM templates use for resources that the transform makes, and of those that it renames.

import { isRecord } from "../template/values.ts";
import type { Values } from "./draft.ts";

/** The template with these names replaced, in Ref, Fn::GetAtt and Fn::Sub. */
export function rewriteReferences(template: Values, names: ReadonlyMap<string, string>): Values {
  if (names.size === 0) return template;
  const rewritten = rewrite(template);
  return isRecord(rewritten) ? rewritten : template;

  function rewrite(value: unknown): unknown {
    if (Array.isArray(value))
      return keep(
        value,
        value.map((item) => rewrite(item)),
      );
    if (!isRecord(value)) return value;
    const [key = ""] = Object.keys(value);
    const argument = value[key];
    if (key === "Ref" && typeof argument === "string") {
      const name = names.get(argument);
      return name === undefined ? value : { Ref: name };
    }
    if (key === "Fn::GetAtt" && Array.isArray(argument)) {
      const [owner, attribute]: unknown[] = argument;
      // "Function.Version" comes apart at its first dot, so the name's second half heads the attribute.
      const [second = "", ...rest] = String(attribute).split(".");
      const whole = names.get(String(owner));
      if (whole !== undefined) return { "Fn::GetAtt": [whole, attribute] };
      const name = names.get(`${String(owner)}.${second}`);
      return name === undefined || rest.length === 0 ? value : { "Fn::GetAtt": [name, rest.join(".")] };
    }
    if (key === "Fn::Sub" && (typeof argument === "string" || Array.isArray(argument))) {
      return typeof argument === "string"
        ? { "Fn::Sub": rewriteText(argument) }
        : {
            "Fn::Sub": (rewrite(argument) as unknown[]).map((part, index) =>
              index === 0 ? rewriteText(String(part)) : part,
            ),
          };
    }
    const members = Object.entries(value).map(([name, member]) => [name, rewrite(member)] as const);
    return keep(value, Object.fromEntries(members));
  }

  function rewriteText(text: string): string {
    return text.replace(
      /\$\{([A-Za-z0-9]+)(?:\.([A-Za-z]+))?(\.[^}]+)?\}/g,
      (all, owner: string, second = "", rest = "") => {
        const whole = names.get(owner);
        if (whole !== undefined) return all.replace(owner, whole);
        const replaced = names.get(`${owner}.${String(second)}`);
        return replaced === undefined ? all : `\${${replaced}${String(rest)}}`;
      },
    );
  }
}

/** The original object where nothing in it changed, so that its place in the file stays known. */
function keep<T extends object>(before: T, after: T): T {
  const old = new Map<string, unknown>(Object.entries(before));
  return Object.entries(after).every(([name, value]) => old.get(name) === value) ? before : after;
}
