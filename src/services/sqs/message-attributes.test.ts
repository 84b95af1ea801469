// Digests, names and selection of message attributes.

import { expect, test } from "vitest";
import {
  digestMessageAttributes,
  parseMessageAttributes,
  selectAttributes,
  sizeOfAttributes,
} from "./message-attributes.ts";
import type { MessageAttributes } from "./records.ts";

const text = (value: string): { dataType: string; value: string } => ({ dataType: "String", value });

// Goal: the digests that SDKs verify. AWS: recorded from the service for these attributes.
test.each<[string, MessageAttributes, string]>([
  ["one string", { Hello: text("There") }, "a311262e065454b75da111d535b8dacd"],
  ["two strings", { General: text("Kenobi"), Hello: text("There") }, "fca026605781cb4126a1e9044df24232"],
  [
    "three strings in any order",
    { "Help.Me": text("Me"), Hello: text("There"), General: text("Kenobi") },
    "4c360f3fdafd970e05fae2f149d997f5",
  ],
  ["Foo", { Foo: text("Bar") }, "ae7155c6026991b6d54b11589678bf9c"],
  [
    "bytes",
    {
      attr1: {
        dataType: "Binary",
        value: Buffer.from("traceparent\u001e00-774062d6c37081a5a0b9b5b88e30627c-2d2482211f6489da-01"),
      },
    },
    "8cbe4db156db8a94db8b801b7addb984",
  ],
])("digests %s as AWS does", (_name, attributes, digest) => {
  expect(digestMessageAttributes(attributes)).toBe(digest);
});

// Goal: names and types outside AWS's rules are refused in its words.
// AWS: "Message attribute components" in the developer guide; wordings recorded from the service.
test.each([
  ["AWS.name", { DataType: "String", StringValue: "x" }, "reserved for internal use"],
  ["a..b", { DataType: "String", StringValue: "x" }, "successive '.'"],
  [".a", { DataType: "String", StringValue: "x" }, "starting with character '.'"],
  ["a.", { DataType: "String", StringValue: "x" }, "ending with character '.'"],
  ["a b", { DataType: "String", StringValue: "x" }, "'#x20'"],
  ["a", { DataType: "Text", StringValue: "x" }, "supported type prefixes: Binary, Number, String"],
  ["a", { DataType: "String", StringValue: "" }, "attribute 'a' must contain a non-empty value of type 'String'."],
  [
    "a",
    { DataType: "Number", StringValue: "one" },
    "Can't cast the value of message (user) attribute 'a' to a number.",
  ],
  ["a", { StringValue: "x" }, "non-empty message attribute type"],
])("refuses attribute %s %j", (name, attribute, wording) => {
  expect(() => parseMessageAttributes({ [name]: attribute })).toThrow(wording);
});

// Goal: what a receive may ask for. AWS: ReceiveMessage, MessageAttributeNames.
test.each([
  [["All"], ["a", "bar.one", "bar.two"]],
  [[".*"], ["a", "bar.one", "bar.two"]],
  [["bar.*"], ["bar.one", "bar.two"]],
  [["a", "z"], ["a"]],
  [[], []],
])("selects %j", (names, selected) => {
  const attributes = { a: text("1"), "bar.one": text("1"), "bar.two": text("2") };
  expect(Object.keys(selectAttributes(attributes, names))).toEqual(selected);
});

// Goal: size counts names, types and values in bytes. AWS: "Amazon SQS message quotas".
test("counts bytes, not characters", () => {
  expect(sizeOfAttributes({ ä: { dataType: "String", value: "ö" } })).toBe(2 + 6 + 2);
});
