// What the grammars have in common: walking over tokens with backtracking, paths, operands, and the one error that a
// text can have. A grammar asks for what it expects; the place that was reached last without success is the error.

import { ExpressionError, type FunctionCall, type Operand, type Path, type PathStep } from "./ast.ts";
import { isReserved } from "./reserved-words.ts";
import { syntaxErrorText, tokenize, type Token } from "./tokens.ts";

/** LIMIT: of the service: an expression's bytes. */
const LONGEST_EXPRESSION_BYTES = 4096;

/** LIMIT: of the service: operators and functions in an expression. */
const MOST_OPERATORS = 300;

/**
 * LIMIT: ours: parentheses inside each other. Each may open an operand or a condition, so both are tried; AWS's own
 * limit is not documented.
 */
const DEEPEST_PARENTHESES = 100;

/** Thrown inside a parser when the text does not go on as the grammar says; caught where there is an alternative. */
class Mismatch extends Error {}

export class Parser {
  readonly tokens: readonly Token[];
  readonly #text: string;
  /** Words that cannot begin a path, in upper case. */
  readonly #keywords: ReadonlySet<string>;
  #position = 0;
  #farthest = 0;
  /** The first attribute name that is a reserved word. */
  #reservedWord: string | undefined;

  constructor(text: string, keywords: readonly string[]) {
    if (text.trim() === "") throw new ExpressionError("The expression can not be empty;");
    const bytes = Buffer.byteLength(text, "utf8");
    if (bytes > LONGEST_EXPRESSION_BYTES)
      throw new ExpressionError(`Expression size has exceeded the maximum allowed size; expression size: ${bytes}`);
    this.#text = text;
    this.tokens = tokenize(text);
    if (deepestParentheses(this.tokens) > DEEPEST_PARENTHESES)
      throw new ExpressionError(`The expression is nested too deeply; levels: ${DEEPEST_PARENTHESES}`);
    this.#keywords = new Set(keywords);
  }

  /** Runs a grammar over the whole text. */
  parseAll<T>(grammar: () => T): T {
    try {
      const result = grammar();
      if (this.#token().kind !== "end") this.#fail();
      return result;
    } catch (error) {
      if (error instanceof Mismatch)
        throw new ExpressionError(syntaxErrorText(this.#text, this.tokens, this.#farthest));
      throw error;
    }
  }

  /** Throws AWS's error for the first attribute name that is a reserved word, if there is one. */
  checkReservedWords(): void {
    if (this.#reservedWord !== undefined)
      throw new ExpressionError(`Attribute name is a reserved keyword; reserved keyword: ${this.#reservedWord}`);
  }

  /** Throws AWS's error if these operators and all functions are too many. */
  checkOperators(operators: readonly string[]): void {
    const isOperator = (token: Token, index: number): boolean =>
      operators.includes(token.text.toUpperCase()) || this.#isFunctionAt(index);
    const count = this.tokens.length <= MOST_OPERATORS ? 0 : this.tokens.filter(isOperator).length;
    if (count > MOST_OPERATORS)
      throw new ExpressionError(`The expression contains too many operators; operator count: ${count}`);
  }

  /** The first alternative that fits. */
  either<T>(first: () => T, second: () => T): T {
    const position = this.#position;
    const reservedWord = this.#reservedWord;
    try {
      return first();
    } catch (error) {
      if (!(error instanceof Mismatch)) throw error;
      this.#position = position;
      this.#reservedWord = reservedWord;
      return second();
    }
  }

  /** Takes the symbol if it is next. */
  takeSymbol(symbol: string): boolean {
    const token = this.#token();
    return this.#take(token.kind === "symbol" && token.text === symbol);
  }

  expectSymbol(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.#fail();
  }

  /** Takes the first of these symbols that is next. */
  takeOneOf<T extends string>(symbols: readonly T[]): T | undefined {
    return symbols.find((symbol) => this.takeSymbol(symbol));
  }

  /** Takes the keyword, in any casing, if it is next. */
  takeKeyword(keyword: string): boolean {
    return this.#take(this.#isKeyword(keyword));
  }

  expectKeyword(keyword: string): void {
    if (!this.takeKeyword(keyword)) this.#fail();
  }

  #isKeyword(keyword: string): boolean {
    const token = this.#token();
    return token.kind === "identifier" && token.text.toUpperCase() === keyword;
  }

  /** One or more, with commas between. */
  commaList<T>(element: () => T): T[] {
    const list = [element()];
    while (this.takeSymbol(",")) list.push(element());
    return list;
  }

  /** operand ::= function | :value | path, each also in parentheses. */
  operand(): Operand {
    if (this.takeSymbol("(")) {
      const inner = this.operand();
      this.expectSymbol(")");
      return inner.kind === "path" ? this.#pathTail(inner.steps) : inner;
    }
    const token = this.#token();
    if (token.kind === "value") return this.value();
    if (this.#isFunctionAt(this.#position)) return this.functionCall();
    return this.path();
  }

  value(): { readonly kind: "value"; readonly name: string } {
    const token = this.#token();
    if (token.kind !== "value") this.#fail();
    this.#position++;
    return { kind: "value", name: token.text };
  }

  functionCall(): FunctionCall {
    if (!this.#isFunctionAt(this.#position)) this.#fail();
    const name = this.#token().text;
    this.#position++;
    this.expectSymbol("(");
    const operands = this.commaList(() => this.operand());
    this.expectSymbol(")");
    return { kind: "function", name, operands };
  }

  path(): Path {
    return this.#pathTail([this.#pathName()]);
  }

  #pathTail(start: readonly PathStep[]): Path {
    const steps = [...start];
    for (;;) {
      if (this.takeSymbol(".")) {
        steps.push(this.#pathName());
      } else if (this.takeSymbol("[")) {
        const token = this.#token();
        if (token.kind !== "number") this.#fail();
        this.#position++;
        this.expectSymbol("]");
        steps.push(Number(token.text));
      } else {
        return { kind: "path", steps };
      }
    }
  }

  #pathName(): string {
    const token = this.#token();
    const isName = token.kind === "name";
    if (!isName && (token.kind !== "identifier" || this.#keywords.has(token.text.toUpperCase()))) this.#fail();
    this.#position++;
    if (!isName && this.#reservedWord === undefined && isReserved(token.text)) this.#reservedWord = token.text;
    return token.text;
  }

  #isFunctionAt(position: number): boolean {
    const token = this.tokens[position];
    const next = this.tokens[position + 1];
    return token?.kind === "identifier" && next?.text === "(" && !this.#keywords.has(token.text.toUpperCase());
  }

  #take(isNext: boolean): boolean {
    if (isNext) this.#position++;
    // What was asked for and not found is where an error would be, should nothing else fit.
    else this.#farthest = Math.max(this.#farthest, this.#position);
    return isNext;
  }

  #token(): Token {
    const token = this.tokens[this.#position];
    if (token === undefined) this.#fail();
    return token;
  }

  #fail(): never {
    this.#farthest = Math.max(this.#farthest, this.#position);
    throw new Mismatch();
  }
}

function deepestParentheses(tokens: readonly Token[]): number {
  let depth = 0;
  let deepest = 0;
  for (const { text } of tokens) {
    if (text === "(") deepest = Math.max(deepest, ++depth);
    else if (text === ")") depth--;
  }
  return deepest;
}

/** Every function call of a tree's operands, in the order of the text. */
export function functionsIn(operands: readonly Operand[]): readonly FunctionCall[] {
  return operands.flatMap((operand) =>
    operand.kind === "function" ? [...functionsIn(operand.operands), operand] : [],
  );
}
