// Tables of expressions: which are refused, with which text; which items fulfil a condition; what an update makes.
// Sources of the texts, both run against AWS: dynalite's test-suite and the dynamodb-conformance suite; syntax errors
// also from issues that quote AWS ('token: "_", near: "SET _123"' and the like).

import { describe, expect, test } from "vitest";
import type { AttributeValue, Item } from "../values/attribute-value.ts";
import { ExpressionError } from "./ast.ts";
import { parseCondition } from "./condition-grammar.ts";
import { bindCondition, fulfils } from "./condition.ts";
import { keyConditions } from "./key-condition.ts";
import { checkOverlap, project } from "./paths.ts";
import { Placeholders } from "./placeholders.ts";
import { parseProjection } from "./projection-grammar.ts";
import { parseUpdate } from "./update-grammar.ts";
import { applyUpdate, bindUpdate, UpdateError } from "./update.ts";

const NAMES = { "#a": "a", "#b": "b", "#reserved": "name" };
const VALUES: Record<string, AttributeValue> = {
  ":s": { S: "text" },
  ":n": { N: "5" },
  ":one": { N: "1" },
  ":two": { N: "2" },
  ":true": { BOOL: true },
  ":null": { NULL: true },
  ":l": { L: [{ S: "x" }] },
  ":m": { M: {} },
  ":ss": { SS: ["a", "b"] },
  ":ns": { NS: ["1", "2"] },
  ":bin": { B: Uint8Array.of(1) },
  ":S": { S: "S" },
  ":bad": { S: "STRING" },
};
const placeholders = (): Placeholders => new Placeholders(NAMES, VALUES);

function problem(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof ExpressionError || error instanceof UpdateError) return error.message;
    throw error;
  }
  return "";
}

const conditionProblem = (text: string): string => problem(() => bindCondition(parseCondition(text), placeholders()));
const updateProblem = (text: string): string => problem(() => bindUpdate(parseUpdate(text), placeholders()));
const projectionProblem = (text: string): string =>
  problem(() => checkOverlap(parseProjection(text).map((path) => placeholders().path(path))));

const operandType = (name: string, type: string): string =>
  `Incorrect operand type for operator or function; operator or function: ${name}, operand type: ${type}`;

describe("conditions that are refused", () => {
  test.each([
    ["", "The expression can not be empty;"],
    ["   ", "The expression can not be empty;"],
    ["a-b", 'Syntax error; token: "-", near: "a-b"'],
    ["a = = :s", 'Syntax error; token: "=", near: "= = :s"'],
    ["a =", 'Syntax error; token: "<EOF>", near: "="'],
    ["a", 'Syntax error; token: "<EOF>", near: "a"'],
    ["attribute_not_exists(", 'Syntax error; token: "<EOF>", near: "("'],
    ["attribute_type()", 'Syntax error; token: ")", near: "()"'],
    ["_hidden = :s", 'Syntax error; token: "_", near: "_hidden"'],
    ["a = :s AND __x = :s", 'Syntax error; token: "_", near: "AND __"'],
    ["a = :s)", 'Syntax error; token: ")", near: ":s)"'],
    ["(a = :s", 'Syntax error; token: "<EOF>", near: ":s"'],
    ["tenantAgent:s-", 'Syntax error; token: ":s", near: "tenantAgent:s-"'],
    ["a in :s", 'Syntax error; token: ":s", near: "in :s"'],
    ["a[b] = :s", 'Syntax error; token: "b", near: "[b]"'],
    ["((a = :s))", "The expression has redundant parentheses;"],
    ["((a)) = :s", "The expression has redundant parentheses;"],
    ["name = :s", "Attribute name is a reserved keyword; reserved keyword: name"],
    ["a.Items[1] = :s", "Attribute name is a reserved keyword; reserved keyword: Items"],
    ["is_there(a)", "Invalid function name; function: is_there"],
    ["Attribute_Exists(a)", "Invalid function name; function: Attribute_Exists"],
    ["size(a)", "The function is not allowed to be used this way in an expression; function: size"],
    [
      "attribute_exists(a) = :true",
      "The function is not allowed to be used this way in an expression; function: attribute_exists",
    ],
    ["#c = :s", "An expression attribute name used in the document path is not defined; attribute name: #c"],
    ["a = :c", "An expression attribute value used in expression is not defined; attribute value: :c"],
    [
      "attribute_exists(a, b)",
      "Incorrect number of operands for operator or function; operator or function: attribute_exists, number of operands: 2",
    ],
    ["attribute_exists(:s)", "Operator or function requires a document path; operator or function: attribute_exists"],
    [
      "a = a",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [a]",
    ],
    [
      "contains(a.b[1], #a.#b[1])",
      "The first operand must be distinct from the remaining operands for this operator or function; operator: contains, first operand: [a, b, [1]]",
    ],
    ["begins_with(a, :n)", operandType("begins_with", "N")],
    ["begins_with(a, size(b))", operandType("begins_with", "N")],
    ["size(:n) > :n", operandType("size", "N")],
    ["a < :true", operandType("<", "BOOL")],
    ["attribute_type(a, :n)", operandType("attribute_type", "N")],
    ["attribute_type(a, b)", operandType("attribute_type", "{NS,SS,L,BS,N,M,B,BOOL,NULL,S}")],
    [
      "attribute_type(a, :bad)",
      "Invalid attribute type name found; type: STRING, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}",
    ],
    [
      "a BETWEEN :s AND :n",
      "The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {S:text}, upper bound operand: AttributeValue: {N:5}",
    ],
    [
      "a BETWEEN :n AND :one",
      "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:5}, upper bound operand: AttributeValue: {N:1}",
    ],
  ])("%s", (text, expected) => {
    expect(conditionProblem(text)).toBe(expected);
  });

  test("parentheses without end are refused quickly, not tried for ever", () => {
    expect(conditionProblem("(".repeat(4000))).toBe("The expression is nested too deeply; levels: 100");
    expect(conditionProblem(`${"(".repeat(99)}a = :s`)).toBe('Syntax error; token: "<EOF>", near: ":s"');
    expect(conditionProblem(`${"NOT ".repeat(299)}a = :s`)).toBe("");
  });

  // Quoted from AWS in aws-sdk-js issue 3721; what is counted: Developer Guide, "Service, account, and table quotas".
  test("300 operators and functions at most", () => {
    const text = (length: number): string => Array.from({ length }, () => "a = :s").join(" OR ");
    expect(conditionProblem(text(150))).toBe("");
    expect(conditionProblem(text(151))).toBe("The expression contains too many operators; operator count: 301");
    expect(conditionProblem(`${text(150)} AND a BETWEEN :s AND :S`)).toBe(
      "The expression contains too many operators; operator count: 301",
    );
    expect(updateProblem(`SET ${Array.from({ length: 301 }, (_, n) => `l[${n}]=:s`).join()}`)).toBe("");
  });

  test("what is wrong with the text comes before what is wrong with values", () => {
    // AWS: dynalite orders parentheses, unknown function, misused function, reserved word, then each condition.
    expect(conditionProblem("((name = :c)) AND foo(a)")).toBe("The expression has redundant parentheses;");
    expect(conditionProblem("name = :c AND foo(a)")).toBe("Invalid function name; function: foo");
    expect(conditionProblem("begins_with(a, :n) AND #c = :s")).toBe(operandType("begins_with", "N"));
  });
});

describe("conditions that are fulfilled or not", () => {
  const item: Item = {
    a: { S: "text" },
    n: { N: "5" },
    big: { N: "12345678901234567890123456789012345678" },
    l: { L: [{ S: "x" }, { M: { deep: { N: "1" } } }] },
    m: { M: { key: { S: "v" } } },
    ss: { SS: ["b", "a"] },
    ns: { NS: ["1", "2"] },
    bin: { B: Uint8Array.of(1, 2) },
    yes: { BOOL: true },
    nil: { NULL: true },
    constructor: { S: "own" },
  };
  const values: Record<string, AttributeValue> = {
    ...VALUES,
    ":t": { S: "te" },
    ":other": { S: "other" },
    ":deep": { M: { deep: { N: "1" } } },
    ":big": { N: "12345678901234567890123456789012345677" },
    ":empty": { S: "" },
    ":x": { S: "x" },
    ":zero": { N: "0" },
    ":SS": { S: "SS" },
    ":both": { SS: ["a", "b"] },
    ":b1": { B: Uint8Array.of(1) },
    ":b2": { B: Uint8Array.of(2) },
  };
  const holds = (text: string): boolean =>
    fulfils(item, bindCondition(parseCondition(text), new Placeholders({ "#c": "constructor" }, values)));

  test.each([
    ["a = :s", true],
    ["a <> :s", false],
    ["absent <> :s", true],
    ["absent = :s", false],
    ["NOT absent = :s", true],
    ["n = :s", false],
    ["n <> :s", true],
    ["n > :one AND n >= :n AND n <= :n AND NOT n < :n", true],
    ["a > :n", false],
    ["big > :big", true],
    ["n BETWEEN :one AND :n", true],
    ["a BETWEEN :t AND :x", true],
    ["n IN (:s, :n)", true],
    ["n IN (:s)", false],
    ["attribute_exists(l[1].deep)", true],
    ["attribute_exists(l[2])", false],
    ["attribute_not_exists(m.nothing)", true],
    ["attribute_exists(toString)", false],
    ["attribute_exists(#c)", true],
    ["attribute_type(ss, :SS)", true],
    ["attribute_type(a, :SS)", false],
    ["begins_with(a, :t)", true],
    ["begins_with(bin, :b1)", true],
    ["begins_with(n, :t)", false],
    ["contains(a, :t)", true],
    ["contains(l, :deep)", true],
    ["contains(l, :s)", false],
    ["contains(ss, :x)", false],
    ["contains(ns, :one)", true],
    ["contains(bin, :b2)", true],
    ["size(a) > :one", true],
    ["size(l) = :two", true],
    ["size(ss) = :two AND size(m) = :one AND size(bin) = :two", true],
    ["size(n) > :zero", false],
    ["ss = :both", true],
    ["nil = :null AND yes = :true", true],
    ["l[1] = :deep", true],
    // NOT binds tighter than AND, AND tighter than OR.
    ["a = :s OR a = :other AND a = :other", true],
    ["(a = :s OR a = :other) AND a = :other", false],
    ["NOT a = :other AND a = :s", true],
    ["NOT (a = :other AND a = :s)", true],
    ["(a) = :s and (NOT (n in (:zero)))", true],
    ["a=:s AND n=:n", true],
  ])("%s: %s", (text, expected) => {
    expect(holds(text)).toBe(expected);
  });
});

describe("updates that are refused", () => {
  test.each([
    ["", "The expression can not be empty;"],
    ["INVALID SYNTAX HERE", 'Syntax error; token: "INVALID", near: "INVALID SYNTAX"'],
    ["SET", 'Syntax error; token: "<EOF>", near: "SET"'],
    ["SET a = :s,", 'Syntax error; token: "<EOF>", near: ","'],
    ["SET a = :one +", 'Syntax error; token: "<EOF>", near: "+"'],
    ["ADD hits : incr", 'Syntax error; token: ":", near: "hits : incr"'],
    ["ADD a", 'Syntax error; token: "<EOF>", near: "a"'],
    ["set _something = :s", 'Syntax error; token: "_", near: "set _something"'],
    ["SET a = list_append(a, 0)", 'Syntax error; token: "0", near: ", 0)"'],
    ["SET a = :one + :one + :one", 'Syntax error; token: "+", near: ":one + :one"'],
    ["SET name = :s", "Attribute name is a reserved keyword; reserved keyword: name"],
    ["SET a = foo(b)", "Invalid function name; function: foo"],
    ["SET a = :s REMOVE b SET c = :s", 'The "SET" section can only be used once in an update expression;'],
    ["SET a = #c", "An expression attribute name used in the document path is not defined; attribute name: #c"],
    ["SET a = :c", "An expression attribute value used in expression is not defined; attribute value: :c"],
    [
      "SET a = :s, #a = :n",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a], path two: [a]",
    ],
    [
      "SET a.b = :s REMOVE a",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a]",
    ],
    [
      "SET a.b = :s, a[1] = :s",
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]",
    ],
    ["ADD a :s", "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"],
    ["DELETE a :n", "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"],
    ["DELETE a :l", "Incorrect operand type for operator or function; operator: DELETE, operand type: LIST"],
    [
      "SET a = if_not_exists(b)",
      "Incorrect number of operands for operator or function; operator or function: if_not_exists, number of operands: 1",
    ],
    [
      "SET a = if_not_exists(:s, :s)",
      "Operator or function requires a document path; operator or function: if_not_exists",
    ],
    ["SET a = list_append(a, :s)", operandType("list_append", "S")],
    ["SET a = b + :s", operandType("+", "S")],
  ])("%s", (text, expected) => {
    expect(updateProblem(text)).toBe(expected);
  });
});

describe("updates that are applied", () => {
  const item: Item = {
    n: { N: "5" },
    l: { L: [{ S: "a" }, { S: "b" }, { S: "c" }, { S: "d" }] },
    m: { M: { k: { N: "1" }, rest: { S: "r" } } },
    ss: { SS: ["a", "c"] },
    ns: { NS: ["1"] },
  };
  const apply = (text: string): Item =>
    applyUpdate(structuredClone(item), bindUpdate(parseUpdate(text), placeholders()));
  const texts = (value: AttributeValue | undefined): unknown => value?.L?.map((member) => member.S);

  test("SET of values, sums and differences", () => {
    expect(apply("SET a = :s, n = n - :one")).toMatchObject({ a: { S: "text" }, n: { N: "4" } });
    expect(apply("SET m.k = m.k + :two").m).toEqual({ M: { k: { N: "3" }, rest: { S: "r" } } });
    expect(apply("SET a = (n + :one)").a).toEqual({ N: "6" });
  });
  test("all operands are read from the item as it was", () => {
    expect(apply("SET a = n, n = :one")).toMatchObject({ a: { N: "5" }, n: { N: "1" } });
  });
  test("if_not_exists and list_append", () => {
    expect(apply("SET n = if_not_exists(n, :one), x = if_not_exists(x, :one)")).toMatchObject({
      n: { N: "5" },
      x: { N: "1" },
    });
    expect(texts(apply("SET l = list_append(:l, l)").l)).toEqual(["x", "a", "b", "c", "d"]);
    expect(texts(apply("SET x = list_append(if_not_exists(x, :l), :l)")["x"])).toEqual(["x", "x"]);
  });
  test("list positions mean the list as it was; elements beyond the end are appended", () => {
    expect(texts(apply("REMOVE l[0], l[2]").l)).toEqual(["b", "d"]);
    expect(texts(apply("SET l[9] = :s, l[7] = :S").l)).toEqual(["a", "b", "c", "d", "S", "text"]);
    expect(texts(apply("SET l[4000000000] = :s, l[99999999999999999999] = :S").l)).toEqual([
      "a",
      "b",
      "c",
      "d",
      "text",
      "S",
    ]);
    expect(texts(apply("SET l[1] = :s REMOVE l[0]").l)).toEqual(["text", "c", "d"]);
    expect(texts(apply("REMOVE l[7]").l)).toEqual(["a", "b", "c", "d"]);
  });
  test("REMOVE of what is there and of what is not", () => {
    expect(Object.keys(apply("REMOVE n, nothing, m.k"))).toEqual(["l", "m", "ss", "ns"]);
  });
  test("ADD and DELETE on numbers and sets", () => {
    expect(apply("ADD n :one, x :two, ss :ss, fresh :ns")).toMatchObject({
      n: { N: "6" },
      x: { N: "2" },
      ss: { SS: ["a", "c", "b"] },
      fresh: { NS: ["1", "2"] },
    });
    expect(apply("DELETE ss :ss").ss).toEqual({ SS: ["c"] });
    // AWS: a set that loses its last element goes.
    expect(apply("DELETE ns :ns")).not.toHaveProperty("ns");
    expect(apply("DELETE nothing :ss")).not.toHaveProperty("nothing");
  });
  test("the item that was given is not changed", () => {
    const before = structuredClone(item);
    applyUpdate(item, bindUpdate(parseUpdate("SET m.k = :s, l[0] = :s ADD n :one"), placeholders()));
    expect(item).toEqual(before);
  });
  test.each([
    ["SET a = nothing", "The provided expression refers to an attribute that does not exist in the item"],
    ["SET a = n + m", "An operand in the update expression has an incorrect data type"],
    ["SET a = list_append(n, :l)", "An operand in the update expression has an incorrect data type"],
    ["ADD l :one", "An operand in the update expression has an incorrect data type"],
    ["ADD ss :ns", "An operand in the update expression has an incorrect data type"],
    ["SET nothing.a = :s", "The document path provided in the update expression is invalid for update"],
    ["SET m[0] = :s", "The document path provided in the update expression is invalid for update"],
    ["REMOVE n.a", "The document path provided in the update expression is invalid for update"],
  ])("%s is refused by the item", (text, expected) => {
    expect(problem(() => apply(text))).toBe(expected);
  });
});

describe("projections", () => {
  test.each([
    ["a,", 'Syntax error; token: "<EOF>", near: ","'],
    ["a b", 'Syntax error; token: "b", near: "a b"'],
    ["!!", 'Syntax error; token: "!", near: "!!"'],
    ["l[a]", 'Syntax error; token: "a", near: "[a]"'],
    ["a, size", "Attribute name is a reserved keyword; reserved keyword: size"],
    [
      "a.b, a.b.c",
      "Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, b, c]",
    ],
    [
      "a.b, a[1]",
      "Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [a, b], path two: [a, [1]]",
    ],
  ])("%s is refused", (text, expected) => {
    expect(projectionProblem(text)).toBe(expected);
  });

  test("parts of lists and maps keep their shape, and lists close their gaps", () => {
    const item: Item = {
      a: { S: "1" },
      l: { L: [{ S: "0" }, { S: "1" }, { M: { x: { N: "1" }, y: { N: "2" } } }] },
      m: { M: { k: { S: "v" }, other: { S: "w" } } },
    };
    const paths = parseProjection("m.k, l[2].y, l[0], absent.x").map((path) => placeholders().path(path));
    expect(project(item, paths)).toEqual({
      m: { M: { k: { S: "v" } } },
      l: { L: [{ S: "0" }, { M: { y: { N: "2" } } }] },
    });
  });
});

describe("key conditions", () => {
  const parse = (text: string): unknown =>
    [...keyConditions(bindCondition(parseCondition(text), placeholders())).values()].map(
      ({ attribute, test: kind, values }) => [attribute, kind, values.length],
    );

  test("each key has one condition; a value on the left turns the comparator round", () => {
    expect(parse("a = :s AND :n < b")).toEqual([
      ["a", "=", 1],
      ["b", ">", 1],
    ]);
    expect(parse("(a = :s) AND (b BETWEEN :one AND :n)")).toEqual([
      ["a", "=", 1],
      ["b", "between", 2],
    ]);
    expect(parse("begins_with(b, :s) AND a = :s")).toEqual([
      ["b", "begins_with", 1],
      ["a", "=", 1],
    ]);
  });

  test.each([
    ["a = :s OR b = :s", "Invalid operator used in KeyConditionExpression: OR"],
    ["NOT a = :s", "Invalid operator used in KeyConditionExpression: NOT"],
    ["a IN (:s)", "Invalid operator used in KeyConditionExpression: IN"],
    ["a <> :s", "Invalid operator used in KeyConditionExpression: <>"],
    ["attribute_exists(a)", "Invalid operator used in KeyConditionExpression: attribute_exists"],
    ["size(a) = :n", "KeyConditionExpressions cannot contain nested operations"],
    [
      "a = :s AND a = :n",
      "Invalid KeyConditionExpression: KeyConditionExpressions must only contain one condition per key",
    ],
    ["a.b = :s", "KeyConditionExpressions cannot have conditions on nested attributes"],
    [
      ":n BETWEEN a AND b",
      "Invalid condition in KeyConditionExpression: BETWEEN operator must have the key attribute as its first operand",
    ],
    ["a = b", "Invalid condition in KeyConditionExpression: Multiple attribute names used in one condition"],
    [":s = :n", "Invalid condition in KeyConditionExpression: No key attribute specified"],
  ])("%s is refused", (text, expected) => {
    expect(problem(() => parse(text))).toBe(expected);
  });
});
