// The grammar of update expressions: SET, REMOVE, ADD and DELETE, each at most once, in any order.
// AWS: Developer Guide, "Using update expressions in DynamoDB".

import { ExpressionError, type Operand, type SetValue, type UpdateAction } from "./ast.ts";
import { functionsIn, Parser } from "./parser.ts";

const SECTIONS = ["SET", "REMOVE", "ADD", "DELETE"] as const;
type Section = (typeof SECTIONS)[number];

/** Functions and how many operands they take. */
export const UPDATE_FUNCTIONS: ReadonlyMap<string, number> = new Map([
  ["if_not_exists", 2],
  ["list_append", 2],
]);

/** Parses an update; throws an ExpressionError. The actions are in the order of the text. */
export function parseUpdate(text: string): readonly UpdateAction[] {
  const parser = new Parser(text, SECTIONS);
  const sections: Section[] = [];
  const actions = parser.parseAll(() => {
    const list: UpdateAction[] = [];
    for (;;) {
      const section = SECTIONS.find((name) => parser.takeKeyword(name));
      if (section === undefined) {
        // Nothing at all is an error at the first token; what follows the last section is one at that token.
        if (list.length === 0) parser.expectKeyword("SET");
        return list;
      }
      sections.push(section);
      list.push(...parser.commaList(() => parseAction(parser, section)));
    }
  });
  parser.checkOperators(["+", "-"]);
  parser.checkReservedWords();
  checkFunctions(actions);
  const repeated = sections.find((section, index) => sections.indexOf(section) < index);
  if (repeated !== undefined)
    throw new ExpressionError(`The "${repeated}" section can only be used once in an update expression;`);
  return actions;
}

function parseAction(parser: Parser, section: Section): UpdateAction {
  const path = parser.path();
  if (section === "SET") {
    parser.expectSymbol("=");
    return { kind: "set", path, value: parseSetValue(parser) };
  }
  if (section === "REMOVE") return { kind: "remove", path };
  return { kind: section === "ADD" ? "add" : "delete", path, value: parser.value() };
}

function parseSetValue(parser: Parser): SetValue {
  return parser.either(
    () => parseSum(parser),
    () => {
      parser.expectSymbol("(");
      const value = parseSum(parser);
      parser.expectSymbol(")");
      return value;
    },
  );
}

function parseSum(parser: Parser): SetValue {
  const left = parser.operand();
  const operator = parser.takeOneOf(["+", "-"] as const);
  return operator === undefined ? left : { kind: "arithmetic", operator, left, right: parser.operand() };
}

function checkFunctions(actions: readonly UpdateAction[]): void {
  for (const action of actions) {
    if (action.kind !== "set") continue;
    const unknown = functionsIn(operandsOfSetValue(action.value)).find((call) => !UPDATE_FUNCTIONS.has(call.name));
    if (unknown !== undefined) throw new ExpressionError(`Invalid function name; function: ${unknown.name}`);
  }
}

/** The operands of SET's right side, in the order of the text. */
function operandsOfSetValue(value: SetValue): readonly Operand[] {
  return value.kind === "arithmetic" ? [value.left, value.right] : [value];
}
