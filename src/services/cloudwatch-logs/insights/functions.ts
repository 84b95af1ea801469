// The functions of expressions, by their names in lower case. AWS: "Boolean, comparison, numeric, datetime, and other functions". Those of
// time that read a period or the clock are evaluate.ts's.

import { BlockList, isIP } from "node:net";
import { Moment, numberOf, textOf, type Value, valueOf } from "./values.ts";

export interface FunctionDefinition {
  /** The least and the most inputs. */
  readonly inputs: readonly [least: number, most: number];
  /** Undefined for those of time. */
  readonly run?: (values: readonly Value[]) => Value;
}

const one = (run: (value: Value) => Value): FunctionDefinition => ({
  inputs: [1, 1],
  run: ([value = null]) => run(value),
});

const ofNumber = (run: (number: number) => number): FunctionDefinition =>
  one((value) => {
    const number = numberOf(value);
    return number === undefined ? null : finite(run(number));
  });

const ofText = (run: (text: string) => Value): FunctionDefinition =>
  one((value) => (value === null ? null : run(textOf(value))));

/** One of the numbers, as it is. */
const extreme = (choose: (...numbers: readonly number[]) => number): FunctionDefinition => ({
  inputs: [1, Infinity],
  run(values) {
    const numbers = values.flatMap((value) => numberOf(value) ?? []);
    return numbers.length === 0 ? null : choose(...numbers);
  },
});

/** Functions of texts, all of which must be there. */
const ofTexts = (
  least: number,
  most: number,
  run: (texts: readonly string[], values: readonly Value[]) => Value,
): FunctionDefinition => ({
  inputs: [least, most],
  run: (values) => (values.includes(null) ? null : run(values.map(textOf), values)),
});

const finite = (number: number): number | null => (Number.isFinite(number) ? number : null);

export const FUNCTIONS: Readonly<Record<string, FunctionDefinition>> = {
  abs: ofNumber(Math.abs),
  ceil: ofNumber(Math.ceil),
  floor: ofNumber(Math.floor),
  greatest: extreme(Math.max),
  least: extreme(Math.min),
  log: ofNumber(Math.log),
  sqrt: ofNumber(Math.sqrt),

  coalesce: { inputs: [1, Infinity], run: (values) => values.find((value) => value !== null) ?? null },
  ispresent: one((value) => value !== null),
  isempty: one((value) => value === null || textOf(value) === ""),
  isblank: one((value) => value === null || textOf(value).trim() === ""),

  concat: { inputs: [1, Infinity], run: (values) => values.map(textOf).join("") },
  ltrim: ofTexts(1, 2, ([text = "", characters]) => trimmed(text, characters, true, false)),
  rtrim: ofTexts(1, 2, ([text = "", characters]) => trimmed(text, characters, false, true)),
  trim: ofTexts(1, 2, ([text = "", characters]) => trimmed(text, characters, true, true)),
  replace: ofTexts(3, 3, ([text = "", from = "", to = ""]) => (from === "" ? text : text.replaceAll(from, () => to))),
  strcontains: ofTexts(2, 2, ([text = "", part = ""]) => Number(text.includes(part))),
  strlen: ofText((text) => Array.from(text).length),
  substr: ofTexts(2, 3, ([text = ""], [, start = null, length = null]) => {
    const from = numberOf(start);
    if (from === undefined) return null;
    const characters = Array.from(text).slice(from);
    return (length === null ? characters : characters.slice(0, numberOf(length))).join("");
  }),
  tolower: ofText((text) => text.toLowerCase()),
  toupper: ofText((text) => text.toUpperCase()),

  isvalidip: ofText((text) => isIP(text) !== 0),
  isvalidipv4: ofText((text) => isIP(text) === 4),
  isvalidipv6: ofText((text) => isIP(text) === 6),
  isipinsubnet: ofTexts(2, 2, ([address = "", subnet = ""]) => isInSubnet(address, subnet)),
  isipv4insubnet: ofTexts(2, 2, ([address = "", subnet = ""]) => isIP(address) === 4 && isInSubnet(address, subnet)),
  isipv6insubnet: ofTexts(2, 2, ([address = "", subnet = ""]) => isIP(address) === 6 && isInSubnet(address, subnet)),

  jsonparse: ofText(parsedJson),
  jsonstringify: one((value) =>
    value === null ? null : typeof value === "object" ? textOf(value) : JSON.stringify(value),
  ),

  bin: { inputs: [1, 1] },
  datefloor: { inputs: [2, 2] },
  dateceil: { inputs: [2, 2] },
  now: { inputs: [0, 0] },
  frommillis: one((value) => {
    const ms = numberOf(value);
    return ms === undefined ? null : new Moment(ms);
  }),
  tomillis: one((value) => numberOf(value) ?? null),
};

/** AWS: ltrim("xyZfooxyZ", "xyZ") gives "fooxyZ": the characters, each of them. */
function trimmed(text: string, given: string | undefined, isLeft: boolean, isRight: boolean): string {
  const isGone = (character: string | undefined): boolean =>
    character !== undefined && (given === undefined ? /\s/.test(character) : given.includes(character));
  let [start, end] = [0, text.length];
  if (isLeft) while (start < end && isGone(text[start])) start += 1;
  if (isRight) while (end > start && isGone(text[end - 1])) end -= 1;
  return text.slice(start, end);
}

function isInSubnet(address: string, subnet: string): boolean {
  const [network = "", bits = ""] = subnet.split("/");
  const [family, own] = [isIP(network), isIP(address)];
  const prefix = Number(bits);
  if (family === 0 || own !== family || !/^\d{1,3}$/.test(bits) || prefix > (family === 4 ? 32 : 128)) return false;
  const type = family === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, prefix, type);
  return list.check(address, type);
}

/** The map or list of a JSON text; nothing for other texts. */
function parsedJson(text: string): Value {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === "object" && parsed !== null ? valueOf(parsed) : null;
  } catch {
    return null;
  }
}
