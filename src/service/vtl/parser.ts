// A template's text taken apart: text, references, directives.
// AWS: mapping templates are in Velocity's language ("Mapping template transformations for REST APIs in API Gateway").

import { Cursor } from "./cursor.ts";
import { parseArguments, parseExpression, parseReference } from "./expressions.ts";
import { type Branch, type Macro, type Node, type Template, VtlSyntaxError } from "./syntax.ts";

// A line's end behind a directive belongs to it.
const LINE_END = /[ \t]*(?:\r\n|\n|\r)/y;
const WORD = "(?![A-Za-z0-9_-])";
const END = new RegExp(`#(?:end${WORD}|\\{end\\})`, "y");
const ELSE = new RegExp(`#(?:else${WORD}|\\{else\\})`, "y");
const ELSE_IF = new RegExp(`#(?:elseif${WORD}|\\{elseif\\})`, "y");
const STOPS: readonly RegExp[] = [END, ELSE, ELSE_IF];
const DIRECTIVE = /#(?:\{(@?[A-Za-z_][A-Za-z0-9_-]*)\}|(@?[A-Za-z_][A-Za-z0-9_-]*))/y;
// API Gateway has no files that templates could read.
const FOREIGN = new Set(["include", "parse", "evaluate"]);

/** Parses a template; throws a VtlSyntaxError. */
export function parseTemplate(text: string): Template {
  const macros = new Map<string, Macro>();
  return { nodes: new Parser(text, macros, 0).whole(), macros };
}

/** LIMIT: ours: strings are templates that may hold strings. */
const DEEPEST_STRING = 20;

class Parser {
  readonly #cursor: Cursor;
  readonly #macros: Map<string, Macro>;
  readonly #parseText: (text: string) => readonly Node[];

  constructor(text: string, macros: Map<string, Macro>, depth: number) {
    if (depth > DEEPEST_STRING) throw new VtlSyntaxError(`Strings within strings deeper than ${DEEPEST_STRING} levels`);
    this.#cursor = new Cursor(text);
    this.#macros = macros;
    this.#parseText = (inner) => new Parser(inner, macros, depth + 1).whole();
  }

  whole(): readonly Node[] {
    const nodes = this.#block();
    if (!this.#cursor.isAtEnd) throw this.#cursor.error("A directive without its beginning");
    return nodes;
  }

  /** Up to an #end, #else or #elseif that is not taken, or the end. */
  #block(): Node[] {
    return this.#cursor.nested(() => {
      const cursor = this.#cursor;
      const nodes: Node[] = [];
      while (!cursor.isAtEnd) {
        const text = cursor.take(/[^$#\\]+/y);
        if (text !== undefined) nodes.push({ kind: "text", text });
        else if (this.#isAtStop()) break;
        else nodes.push(...this.#special());
      }
      return nodes;
    });
  }

  #isAtStop(): boolean {
    const { at } = this.#cursor;
    const isStop = STOPS.some((stop) => this.#cursor.take(stop) !== undefined);
    this.#cursor.at = at;
    return isStop;
  }

  /** At a "$", a "#" or a backslash. */
  #special(): readonly Node[] {
    const cursor = this.#cursor;
    const escapes = cursor.take(/\\+/y)?.length ?? 0;
    const backslashes = "\\".repeat(escapes);
    const next = cursor.text[cursor.at];
    if (next === "$") {
      const reference = parseReference(cursor, this.#parseText);
      if (reference !== undefined) return [{ kind: "reference", reference, escapes }];
      cursor.at++;
      return [{ kind: "text", text: `${backslashes}$` }];
    }
    if (next !== "#") return [{ kind: "text", text: backslashes }];
    if (escapes > 0) return this.#escapedDirective(escapes);
    return this.#directive();
  }

  /** \#if is the text "#if"; \\#if is a backslash and a directive. */
  #escapedDirective(escapes: number): readonly Node[] {
    const cursor = this.#cursor;
    const { at } = cursor;
    const name = this.#directiveName();
    cursor.at = at;
    const isKnown = name !== undefined && (KNOWN.has(name) || this.#macros.has(name));
    if (!isKnown) return [{ kind: "text", text: "\\".repeat(escapes) }, ...this.#directive()];
    const text = "\\".repeat(Math.floor(escapes / 2));
    if (escapes % 2 === 0)
      return this.#isAtStop() ? [{ kind: "text", text }] : [{ kind: "text", text }, ...this.#directive()];
    return [{ kind: "text", text: text + (cursor.take(DIRECTIVE) ?? "") }];
  }

  #directiveName(): string | undefined {
    const found = this.#cursor.take(DIRECTIVE);
    return found?.replaceAll(/[#{}]/g, "");
  }

  #directive(): readonly Node[] {
    const cursor = this.#cursor;
    if (cursor.takeText("##")) {
      cursor.take(/[^\r\n]*(?:\r\n|\n|\r)?/y);
      return [];
    }
    if (cursor.takeText("#*")) return this.#skipTo("*#");
    if (cursor.takeText("#[[")) return this.#raw();
    const start = cursor.at;
    const name = this.#directiveName();
    if (name === undefined) {
      cursor.at++;
      return [{ kind: "text", text: "#" }];
    }
    if (FOREIGN.has(name) && cursor.take(/\s*\(/y) !== undefined) throw cursor.error(`#${name} is not supported`);
    const parse = KNOWN.get(name);
    return parse === undefined ? this.#call(name, start) : parse(this);
  }

  #skipTo(end: string): readonly Node[] {
    const at = this.#cursor.text.indexOf(end, this.#cursor.at);
    if (at < 0) throw this.#cursor.error(`"${end}" is missing`);
    this.#cursor.at = at + end.length;
    return [];
  }

  #raw(): readonly Node[] {
    const from = this.#cursor.at;
    this.#skipTo("]]#");
    return [{ kind: "text", text: this.#cursor.text.slice(from, this.#cursor.at - 3) }];
  }

  /** A macro's call, or plain text such as "#1" and "#channel". */
  #call(name: string, start: number): readonly Node[] {
    const cursor = this.#cursor;
    const after = cursor.at;
    try {
      if (cursor.take(/[ \t]*\(/y) !== undefined) {
        const found = parseArguments(cursor, this.#parseText, { isSpaced: true });
        return [{ kind: "call", name, arguments: found, text: cursor.text.slice(start, cursor.at) }];
      }
    } catch (error) {
      if (!(error instanceof VtlSyntaxError) || this.#macros.has(name)) throw error;
      // No call: text that looks like one.
      cursor.at = after;
    }
    return [{ kind: "text", text: cursor.text.slice(start, cursor.at) }];
  }

  set(): readonly Node[] {
    this.#open();
    const target = parseReference(this.#cursor, this.#parseText);
    if (target === undefined) throw this.#cursor.error("#set needs a reference");
    this.#cursor.skipSpace();
    this.#cursor.require("=");
    const value = parseExpression(this.#cursor, this.#parseText);
    this.#close();
    return [{ kind: "set", target, value }];
  }

  if(): readonly Node[] {
    const cursor = this.#cursor;
    const branches: Branch[] = [this.#branch()];
    while (cursor.take(ELSE_IF) !== undefined) branches.push(this.#branch());
    if (cursor.take(ELSE) !== undefined) {
      cursor.take(LINE_END);
      branches.push({ condition: undefined, body: this.#block() });
    }
    this.#end();
    return [{ kind: "if", branches }];
  }

  #branch(): Branch {
    this.#open();
    const condition = parseExpression(this.#cursor, this.#parseText);
    this.#close();
    return { condition, body: this.#block() };
  }

  foreach(): readonly Node[] {
    this.#open();
    const name = this.#plainName();
    this.#cursor.skipSpace();
    this.#cursor.require("in");
    const items = parseExpression(this.#cursor, this.#parseText);
    this.#close();
    const body = this.#block();
    this.#end();
    return [{ kind: "foreach", name, items, body }];
  }

  define(): readonly Node[] {
    this.#open();
    const name = this.#plainName();
    this.#close();
    const body = this.#block();
    this.#end();
    return [{ kind: "define", name, body }];
  }

  macro(): readonly Node[] {
    this.#open();
    const name = this.#cursor.take(/[A-Za-z_][A-Za-z0-9_-]*/y);
    if (name === undefined || KNOWN.has(name)) throw this.#cursor.error("#macro needs a name of its own");
    const parameters: string[] = [];
    for (;;) {
      this.#cursor.take(/[\s,]+/y);
      if (this.#cursor.text[this.#cursor.at] !== "$") break;
      parameters.push(this.#plainName());
    }
    this.#close();
    const body = this.#block();
    this.#end();
    // AWS: velocimacro.permissions.allow.inline.to.replace.global is Velocity's own default: the first one stays.
    if (!this.#macros.has(name)) this.#macros.set(name, { parameters, body });
    return [];
  }

  /** #break and #stop. */
  leave(kind: "break" | "stop"): readonly Node[] {
    this.#cursor.take(LINE_END);
    return [{ kind }];
  }

  misplaced(): never {
    throw this.#cursor.error("A directive without its beginning");
  }

  #plainName(): string {
    const reference = parseReference(this.#cursor, this.#parseText);
    if (reference === undefined || reference.steps.length > 0)
      throw this.#cursor.error("A name such as $item is expected");
    return reference.root;
  }

  #open(): void {
    this.#cursor.skipSpace();
    this.#cursor.require("(");
    this.#cursor.skipSpace();
  }

  #close(): void {
    this.#cursor.skipSpace();
    this.#cursor.require(")");
    this.#cursor.take(LINE_END);
  }

  #end(): void {
    if (this.#cursor.take(END) === undefined) throw this.#cursor.error("#end is expected");
    this.#cursor.take(LINE_END);
  }
}

const KNOWN: ReadonlyMap<string, (parser: Parser) => readonly Node[]> = new Map<
  string,
  (parser: Parser) => readonly Node[]
>([
  ["set", (parser) => parser.set()],
  ["if", (parser) => parser.if()],
  ["foreach", (parser) => parser.foreach()],
  ["define", (parser) => parser.define()],
  ["macro", (parser) => parser.macro()],
  ["break", (parser) => parser.leave("break")],
  ["stop", (parser) => parser.leave("stop")],
  ["end", (parser) => parser.misplaced()],
  ["else", (parser) => parser.misplaced()],
  ["elseif", (parser) => parser.misplaced()],
]);
