// Values: numbers to the last digit, their order in keys, sizes, and what is refused.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeSortKey } from "../items/keys.ts";
import { calculate, compareNumbers, encodeNumber, normalizeNumber, numberBytes } from "./decimal.ts";
import { itemBytes } from "./size.ts";
import type { AttributeValue } from "./attribute-value.ts";
import { valueProblem } from "./validate.ts";

const OVERFLOW = "Number overflow. Attempting to store a number with magnitude larger than supported range";
const UNDERFLOW = "Number underflow. Attempting to store a number with magnitude smaller than supported range";
const TOO_LONG = "Attempting to store more than 38 significant digits in a Number";

describe("numbers", () => {
  // AWS: dynamodb-conformance, "A number is stored expanded"; limits: Developer Guide, "Supported data types".
  test.each([
    ["0042.1200", "42.12"],
    ["-0", "0"],
    ["0.00", "0"],
    ["0e125", "0"],
    ["0e-130", "0"],
    ["+1", "1"],
    ["1.", "1"],
    [".5", "0.5"],
    ["1e2", "100"],
    ["-1.5E-3", "-0.0015"],
    ["1E125", `1${"0".repeat(125)}`],
    ["1e-130", `0.${"0".repeat(129)}1`],
    ["9.9999999999999999999999999999999999999E+125", `${"9".repeat(38)}${"0".repeat(88)}`],
    ["100000000000000000000000000000000000000000", `1${"0".repeat(41)}`],
  ])("%s is stored as %s", (text, expected) => {
    expect(normalizeNumber(text)).toEqual({ number: expected });
  });

  test.each([
    ["", "The parameter cannot be converted to a numeric value"],
    ["b", "The parameter cannot be converted to a numeric value: b"],
    [" 1", "The parameter cannot be converted to a numeric value:  1"],
    ["1e126", OVERFLOW],
    ["-1e126", OVERFLOW],
    ["1e-131", UNDERFLOW],
    // The same suite, of the exponents of zero, and of those that have no 64 bits.
    ["0e126", OVERFLOW],
    ["0e-131", UNDERFLOW],
    ["1e9223372036854775807", OVERFLOW],
    ["1e9223372036854775808", "The parameter cannot be converted to a numeric value: 1e9223372036854775808"],
    ["1".repeat(39), TOO_LONG],
    ["0.1000000000000000000000000000000000000000000000001", TOO_LONG],
  ])("%s is refused", (text, expected) => {
    expect(normalizeNumber(text)).toEqual({ problem: expected });
  });

  test("sums are exact, and refused where they would need more digits", () => {
    expect(calculate("0.1", "+", "0.2")).toEqual({ number: "0.3" });
    expect(calculate("99999999999999999999999999999999999999", "-", "1")).toEqual({
      number: "99999999999999999999999999999999999998",
    });
    expect(calculate("5", "-", "5.0")).toEqual({ number: "0" });
    expect(calculate("1e-130", "-", "1e-130")).toEqual({ number: "0" });
    expect(calculate("1e-130", "+", "0")).toEqual({ number: `0.${"0".repeat(129)}1` });
    expect(calculate("1e100", "+", "1e-100")).toEqual({ problem: TOO_LONG });
    expect(calculate("9e125", "+", "9e125")).toEqual({ problem: OVERFLOW });
  });

  // AWS: measured by dynamodb-conformance (3.14159 is 5 bytes, 123456 is 4, 1E125 is 2).
  test.each([
    ["3.14159", 5],
    ["123456", 4],
    [`1${"0".repeat(125)}`, 2],
    ["-1", 3],
  ])("%s takes %i bytes", (text, bytes) => {
    expect(numberBytes(text)).toBe(bytes);
  });

  test("the encoding of keys has the order of the numbers", () => {
    const number = fc
      .tuple(fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }), fc.integer({ min: -60, max: 60 }))
      .map(([digits, power]) => ({ digits, power, text: `${digits}e${power}` }));
    fc.assert(
      fc.property(number, number, (left, right) => {
        const scale = (value: typeof left): bigint => value.digits * 10n ** BigInt(value.power + 60);
        const [a, b] = [scale(left), scale(right)];
        const expected = a < b ? -1 : a > b ? 1 : 0;
        const order = Buffer.compare(Buffer.from(encodeNumber(left.text)), Buffer.from(encodeNumber(right.text)));
        expect(Math.sign(order)).toBe(expected);
        expect(Math.sign(compareNumbers(left.text, right.text))).toBe(expected);
      }),
    );
  });
});

describe("sort keys", () => {
  test("the encoding of binaries has the order of their bytes", () => {
    const bytes = fc.uint8Array({ maxLength: 6 });
    fc.assert(
      fc.property(bytes, bytes, (left, right) => {
        const order = Buffer.compare(Buffer.from(encodeSortKey({ B: left })), Buffer.from(encodeSortKey({ B: right })));
        expect(Math.sign(order)).toBe(Buffer.compare(left, right));
      }),
    );
  });
});

describe("values", () => {
  const nested = (levels: number): AttributeValue => (levels === 0 ? { S: "x" } : { M: { m: nested(levels - 1) } });

  // AWS: wording after dynalite's test-suite and dynamodb-conformance.
  test.each<[string, AttributeValue, string]>([
    ["a null that is false", { NULL: false }, "Null attribute value types must have the value of true"],
    ["an empty string set", { SS: [] }, "An string set  may not be empty"],
    ["an empty number set", { NS: [] }, "An number set  may not be empty"],
    ["an empty binary set", { BS: [] }, "Binary sets should not be empty"],
    ["a string twice", { SS: ["a", "a"] }, "Input collection [a, a] contains duplicates."],
  ])("%s is refused", (_name, value, expected) => {
    expect(valueProblem(value)).toBe(`One or more parameter values were invalid: ${expected}`);
  });

  test("numbers that are equal are duplicates in a set", () => {
    expect(valueProblem({ NS: ["1", "1.0"] })).toBe("Input collection contains duplicates");
  });
  test("a value has one type", () => {
    expect(valueProblem({} as never)).toBe(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes",
    );
    expect(valueProblem({ S: "a", N: "1" } as never)).toBe(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes",
    );
  });
  test("empty strings and binaries are values, also in sets", () => {
    expect(valueProblem({ S: "" })).toBeUndefined();
    expect(valueProblem({ SS: ["", "a"] })).toBeUndefined();
    expect(valueProblem({ B: new Uint8Array() })).toBeUndefined();
  });
  test("31 levels are allowed, 32 are not", () => {
    expect(valueProblem(nested(31))).toBeUndefined();
    expect(valueProblem(nested(32))).toContain("Nesting Levels have exceeded supported limits");
  });

  test("an item's size is that of its names and values", () => {
    // AWS: Developer Guide, "DynamoDB item sizes and formats".
    expect(
      itemBytes({ id: { S: "ä" }, ok: { BOOL: true }, list: { L: [{ S: "a" }] }, map: { M: { k: { S: "v" } } } }),
    ).toBe(2 + 2 + 2 + 1 + (4 + 3 + 1 + 1) + (3 + 3 + 1 + 1 + 1));
  });
});
