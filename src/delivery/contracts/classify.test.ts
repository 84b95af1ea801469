// The rules of docs/contracts.md, one by one: what a change of an event or of an API breaks, and whom.

import { describe, expect, test } from "vitest";
import { classify } from "./classify.ts";
import type { Subscriber } from "./classify.ts";
import { parseContracts } from "./parse-contracts.ts";
import type { UnitContracts } from "./contract.ts";

const TEXT = { type: "string" };
const NUMBER = { type: "integer", minimum: 0 };

function event(properties: object, required: readonly string[] = [], more: object = {}): string {
  return JSON.stringify({ "x-stackyard": { topic: "Topic" }, type: "object", properties, required, ...more });
}

function contractsOf(files: Readonly<Record<string, string>>): UnitContracts {
  const { contracts, diagnostics } = parseContracts(
    Object.entries(files).map(([name, text]) => ({ name, text, file: name })),
  );
  expect(diagnostics).toEqual([]);
  const { produces, reads } = contracts;
  return { produces, reads };
}

interface Case {
  readonly before: string;
  readonly after?: string;
  readonly file?: string;
  readonly reads?: string;
  readonly subscribers?: readonly Subscriber[];
  readonly changed?: readonly string[];
}

/** What breaks for the reader: "FIELD: DETAIL". */
function breaks({
  before,
  after,
  file = "event.v1.json",
  reads,
  subscribers = [],
  changed = [],
}: Case): readonly string[] {
  const reader: [string, UnitContracts][] =
    reads === undefined ? [] : [["reader", contractsOf({ "reads.yaml": reads })]];
  const side = (text: string | undefined): ReadonlyMap<string, UnitContracts> =>
    new Map([["producer", contractsOf(text === undefined ? {} : { [file]: text })], ...reader]);
  const changes = classify({ before: side(before), after: side(after), subscribers, changed: new Set(changed) });
  return changes.flatMap((each) =>
    each.breaks.map(({ operation, field, detail }) =>
      [operation, field, detail].filter((part) => part !== undefined).join(": "),
    ),
  );
}

const READS = (fields: string): string => `[{ unit: producer, contract: event.v1, fields: ${fields} }]`;

describe("a reader of an event", () => {
  const both = event({ a: TEXT, b: NUMBER }, ["a", "b"]);

  test.each([
    ["a field is added", event({ a: TEXT, b: NUMBER, c: TEXT }, ["a", "b", "c"]), []],
    ["a field that it does not read is removed", event({ a: TEXT }, ["a"]), []],
    ["its field is removed", event({ b: NUMBER }, ["b"]), ["/a: The contract does not have the field."]],
    ["its field becomes optional", event({ a: TEXT, b: NUMBER }, ["b"]), ['/a: "/a" is not always there.']],
    [
      "its field becomes null at times",
      event({ a: { type: ["string", "null"] }, b: NUMBER }, ["a", "b"]),
      ['/a: "/a" can be null, and not only string.'],
    ],
    [
      "its field has another type",
      event({ a: NUMBER, b: NUMBER }, ["a", "b"]),
      ['/a: "/a" can be integer, and not only string.'],
    ],
    ["its field becomes narrower", event({ a: { ...TEXT, maxLength: 3 }, b: NUMBER }, ["a", "b"]), []],
    ["a description changes", event({ a: { ...TEXT, description: "new" }, b: NUMBER }, ["a", "b"]), []],
    ["another field widens", event({ a: TEXT, b: { type: "number" } }, ["a", "b"]), []],
    ["the version is removed", undefined, ["The contract was removed."]],
  ])("if %s", (_, after, expected) => {
    expect(breaks({ before: both, ...(after === undefined ? {} : { after }), reads: READS("[/a]") })).toEqual(expected);
  });

  const status = (...values: readonly string[]): string => event({ status: { enum: values } }, ["status"]);

  // An enumeration that grows is expected, unless the reader says what it can take.
  test("takes new values of an enumeration unless it names those that it takes", () => {
    const change = { before: status("PAID"), after: status("PAID", "REFUNDED") };
    expect(breaks({ ...change, reads: READS("[/status]") })).toEqual([]);
    expect(breaks({ ...change, reads: READS("[{ field: /status, values: [PAID] }]") })).toEqual([
      '/status: "/status" can be "REFUNDED".',
    ]);
    expect(breaks({ ...change, reads: READS("[{ field: /status, values: [PAID, REFUNDED] }]") })).toEqual([]);
  });

  test("does not mind its own release, but what is not there at all", () => {
    const optional = { before: both, after: event({ a: TEXT, b: NUMBER }), reads: READS("[/a]") };
    expect(breaks(optional)).toHaveLength(1);
    expect(breaks({ ...optional, changed: ["reader"] })).toEqual([]);
    expect(
      breaks({ before: both, after: event({ b: NUMBER }), reads: READS("[/a]"), changed: ["reader"] }),
    ).toHaveLength(1);
  });

  test("reads elements of lists, and what references and alternatives say", () => {
    const of = (price: object): string =>
      event({ items: { type: "array", items: { $ref: "#/$defs/item" } } }, ["items"], {
        $defs: {
          item: {
            anyOf: [
              { type: "object", properties: { price, kind: { const: "a" } }, required: ["price", "kind"] },
              { type: "object", properties: { price: NUMBER }, required: ["price"] },
            ],
          },
        },
      });
    expect(
      breaks({ before: of(NUMBER), after: of({ type: "integer", minimum: 5 }), reads: READS("[/items/*/price]") }),
    ).toEqual([]);
    expect(breaks({ before: of(NUMBER), after: of(TEXT), reads: READS("[/items/*/price]") })).toHaveLength(1);
    expect(breaks({ before: of(NUMBER), after: of(NUMBER), reads: READS("[/items/*/cost]") })).toHaveLength(1);
  });

  test("breaks with its channel", () => {
    expect(breaks({ before: both, after: both.replace('"Topic"', '"Other"'), reads: READS("[/a]") })).toEqual([
      "The contract's channel is another one.",
    ]);
  });

  test("is unknown if it subscribes and declares nothing", () => {
    const subscribers = [{ unit: "silent", producer: "producer", logicalId: "Topic" }];
    expect(breaks({ before: both, after: event({ a: TEXT }, ["a"]), subscribers })).toEqual([
      '/b: "/b" is not there any more.',
    ]);
    expect(breaks({ before: both, after: event({ a: TEXT }, ["a"]), subscribers, changed: ["silent"] })).toEqual([]);
    const elsewhere = [{ unit: "silent", producer: "producer", logicalId: "OtherTopic" }];
    expect(breaks({ before: both, after: event({ a: TEXT }, ["a"]), subscribers: elsewhere })).toEqual([]);
  });
});

describe("a caller of an API", () => {
  interface Api {
    readonly order?: object;
    readonly answer?: object;
    readonly parameter?: boolean;
    readonly method?: string;
  }
  const ORDER = { type: "object", properties: { userId: TEXT }, required: ["userId"] };
  const ANSWER = { type: "object", properties: { priceCents: NUMBER, status: TEXT }, required: ["priceCents"] };
  const api = ({ order = ORDER, answer = ANSWER, parameter = false, method = "put" }: Api = {}): string =>
    JSON.stringify({
      openapi: "3.0.3",
      paths: {
        "/payments/{id}": {
          parameters: [{ name: "id", in: "path", required: true }],
          [method]: {
            parameters: [{ name: "trace", in: "query", required: parameter }],
            requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Order" } } } },
            responses: { "201": { content: { "application/json": { schema: answer } } }, "400": {} },
          },
        },
      },
      components: { schemas: { Order: order } },
    });
  const PUT = "PUT /payments/{id}";
  const reads = `[{ unit: producer, contract: api.v1, operations: { "${PUT}": [/priceCents] } }]`;
  const check = (after: Api): readonly string[] =>
    breaks({ file: "api.v1.json", before: api(), after: api(after), reads });

  test.each<[string, Api, readonly string[]]>([
    ["may send more", { order: { ...ORDER, properties: { userId: TEXT, note: TEXT } } }, []],
    [
      "has to send more",
      { order: { ...ORDER, properties: { userId: TEXT, note: TEXT }, required: ["userId", "note"] } },
      [`${PUT}: What callers send at "/note" is required now, and was not known before.`],
    ],
    ["may send less", { order: { ...ORDER, required: [] } }, []],
    [
      "may not send what it did",
      { order: { ...ORDER, properties: { userId: { ...TEXT, maxLength: 3 } } } },
      [`${PUT}: What callers send at "/userId" can have more than 3 letters.`],
    ],
    ["has to give a parameter", { parameter: true }, [`${PUT}: The parameter "query trace" is required now.`]],
    ["gets more", { answer: { ...ANSWER, properties: { ...ANSWER.properties, paidAt: TEXT } } }, []],
    ["gets less, which it does not read", { answer: { ...ANSWER, properties: { priceCents: NUMBER } } }, []],
    [
      "gets what it reads no more",
      { answer: { type: "object", properties: { status: TEXT } } },
      [`${PUT}: /priceCents: The answer does not have the field.`],
    ],
    [
      "gets null by the words of OpenAPI 3.0",
      { answer: { ...ANSWER, properties: { priceCents: { ...NUMBER, nullable: true } } } },
      [`${PUT}: /priceCents: "/priceCents" can be null, and not only integer.`],
    ],
    ["finds its operation gone", { method: "post" }, [`${PUT}: The contract does not have the operation.`]],
  ])("%s", (_, after, expected) => {
    expect(check(after)).toEqual(expected);
  });
});

describe("files", () => {
  // Goal: what is wrong is told with its place. Method: each mistake by itself.
  test.each([
    ["event.json", "{}", "CONTRACT_INVALID", 1],
    ["event.v1.json", '{\n  "type": "object"\n}', "CONTRACT_INVALID", 1],
    ["event.v1.yaml", "x-stackyard: { topic: Topic }\ntype: nonsense\n", "CONTRACT_INVALID", 1],
    ["event.v1.yaml", "x-stackyard: { topic: Topic }\n$ref: other.json\n", "CONTRACT_INVALID", 1],
    ["event.v1.yaml", "type: [object\n", "CONTRACT_INVALID", 2],
    ["reads.yaml", "- unit: a\n  contract: event.v1\n  fields:\n    - userId\n", "CONTRACT_READS_INVALID", 4],
    ["reads.yaml", "unit: a\n", "CONTRACT_READS_INVALID", 1],
  ])("of the name %s are refused where they are wrong: %j", (name, text, code, line) => {
    const { diagnostics } = parseContracts([{ name, text, file: name }]);
    expect(diagnostics.map((each) => [each.code, each.position?.line])).toEqual([[code, line]]);
  });
});
